import type { PayAfter } from './calendar';

/** One rule of a commission policy: what an activation of these plans earns, and what must hold before it is paid. */
export interface CommissionRule {
  readonly code: string;
  readonly plans: readonly string[];
  /** Whole commission of one card. */
  readonly totalFen: number;
  /** Of `totalFen`, in hundredths of a percent, for the agent above the selling one; nothing where there is none. */
  readonly parentShareBp: number;
  readonly payAfter: PayAfter;
  /** Confirmation level (`DOMAIN.md` 6) that has to be reached; 2 is the carrier's answer to a query. */
  readonly minLevel: number;
  /** Which of these have to hold. */
  readonly needs: { readonly person: boolean; readonly place: boolean; readonly window: boolean };
}

/** Versioned data of kind `commission`; an order keeps the version that was in force when it was taken. */
export interface CommissionPolicy {
  readonly rules: readonly CommissionRule[];
}

/** The shape that is written today. Version 1 counted calendar days in `payAfterDays` and needed everything. */
export const COMMISSION_SCHEMA_VERSION = 2;

/** The demo's: ¥100 a card, 80 to the seller and 20 to the agent above, 次月返. */
export const DEFAULT_COMMISSION_POLICY: CommissionPolicy = {
  rules: [
    {
      code: 'XL-NEXT-MONTH',
      plans: ['XL29', 'XL59'],
      totalFen: 10_000,
      parentShareBp: 2_000,
      payAfter: { days: 30, count: 'calendar' },
      minLevel: 2,
      needs: { person: true, place: true, window: true },
    },
  ],
};

type Body = Readonly<Record<string, unknown>>;

const isBody = (value: unknown): value is Body => typeof value === 'object' && value !== null;
const whole = (value: unknown, otherwise: number, most = Number.MAX_SAFE_INTEGER): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most ? value : otherwise;

/**
 * Reads a published policy of any shape, older ones included, and never fails: what it does not say is read in the
 * careful sense (nothing is earned, everything has to hold), and a rule without a name is no rule.
 */
export function commissionPolicy(body: Body | null): CommissionPolicy {
  const rules: readonly unknown[] = Array.isArray(body?.['rules']) ? body['rules'] : [];
  return { rules: rules.flatMap((rule) => (isBody(rule) ? ruleOf(rule) : [])) };
}

function ruleOf(body: Body): readonly CommissionRule[] {
  const { code, plans, payAfter, needs } = body;
  if (typeof code !== 'string' || !Array.isArray(plans)) return [];
  const after = isBody(payAfter) ? payAfter : { days: body['payAfterDays'], count: 'calendar' };
  const needed = isBody(needs) ? needs : {};
  return [
    {
      code,
      plans: plans.filter((plan): plan is string => typeof plan === 'string'),
      totalFen: whole(body['totalFen'], 0),
      parentShareBp: whole(body['parentShareBp'], 0, 10_000),
      payAfter: { days: whole(after['days'], 30), count: after['count'] === 'business' ? 'business' : 'calendar' },
      minLevel: whole(body['minLevel'], 2),
      needs: {
        person: needed['person'] !== false,
        place: needed['place'] !== false,
        window: needed['window'] !== false,
      },
    },
  ];
}

/** The rule that a plan earns by; null where it earns nothing. */
export const ruleFor = (policy: CommissionPolicy, plan: string): CommissionRule | null =>
  policy.rules.find((rule) => rule.totalFen > 0 && rule.plans.includes(plan)) ?? null;
