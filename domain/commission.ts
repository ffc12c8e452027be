import { type ActivationEvidence, type Area, isInWindow } from './activation';
import type { Instant } from './brand';
import type { CommissionRule } from './commission-policy';
import { DomainError } from './errors';
import { type Fen, fen, splitFen } from './ledger';

/** As rows have it. `held` is looked at again on each settlement day; the last two are ends. */
export type StoredAccrualState = 'accrued' | 'held' | 'settled' | 'clawed-back' | 'refused';
/** As people see it: `due` was reached and is not settled yet, `paid` was settled and the bank paid. */
export type AccrualState = StoredAccrualState | 'due' | 'paid';

/** Whose share: the selling agent's, or that of the agent above. */
export type AccrualType = 'order' | 'parent';

export const CONDITIONS = [
  'CONFIRMED',
  'PERSON',
  'PLACE',
  'WINDOW',
  'CARRIER_ACTIVE',
  'NOT_CLAWED_BACK',
  'NOT_ON_HOLD',
] as const;
export type ConditionCode = (typeof CONDITIONS)[number];

/** What finance may decide where the carrier does not say it. What is known is never overruled. */
export const DECIDABLE = ['PERSON', 'PLACE'] as const satisfies readonly ConditionCode[];
export type Decidable = (typeof DECIDABLE)[number];

/** What an accrual's row says when it is judged. */
export interface CommissionEvidence {
  /** 1 callback, 2 query, 3 reconciliation file, 4 first recharge. */
  readonly level: number;
  readonly activatedAt: Instant;
  readonly personMatches: boolean | null;
  readonly placeMatches: boolean | null;
  readonly area: Area | null;
  readonly deliveryArea: Area | null;
  readonly windowEndsAt: Instant;
  readonly accruedAt: Instant;
  /** The carrier's news that the number no longer works. */
  readonly stopped: { readonly reason: StopReason; readonly at: Instant } | null;
  readonly clawedBackAt: Instant | null;
  /** An open case about this order. */
  readonly heldBy: { readonly kind: string; readonly id: string; readonly at: Instant } | null;
  /** Two people of finance decided what nobody had said; absent where they did not. */
  readonly decided?: readonly {
    readonly id: string;
    readonly conditions: readonly Decidable[];
    readonly at: Instant;
  }[];
}

/** Why a number stopped after it was active. */
export type StopReason = 'suspended' | 'closed';

export interface Condition {
  readonly code: ConditionCode;
  readonly value: boolean | null;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly at: Instant | null;
}

const LEVELS = { L2: 2 } as const;

/** The confirmation level as a number, for comparing. */
export const levelOf = (confirmedBy: ActivationEvidence['confirmedBy']): number => LEVELS[confirmedBy];

/**
 * Whether two areas lie in one province, however it is written: 广东 and 广东省 are one. The first two characters tell
 * the provinces apart. Null where one of them is not known.
 */
export function sameProvince(one: Area | null, other: Area | null): boolean | null {
  const [a, b] = [one?.province.slice(0, 2) ?? '', other?.province.slice(0, 2) ?? ''];
  return a.length < 2 || b.length < 2 ? null : a === b;
}

/** Each condition of the rule with what it rests on, in the order people read them. */
export function conditionsOf(rule: CommissionRule, evidence: CommissionEvidence): readonly Condition[] {
  const { activatedAt, accruedAt, stopped, clawedBackAt, heldBy, area, deliveryArea } = evidence;
  const at = activatedAt;
  return [
    {
      code: 'CONFIRMED',
      value: evidence.level >= rule.minLevel,
      evidence: { level: evidence.level, needed: rule.minLevel },
      at: evidence.accruedAt,
    },
    ...when(rule.needs.person, { code: 'PERSON', value: evidence.personMatches, ...person(evidence) }),
    ...when(rule.needs.place, {
      code: 'PLACE',
      value: evidence.placeMatches,
      ...byHand('PLACE', { area, deliveryArea }, evidence),
    }),
    ...when(rule.needs.window, {
      code: 'WINDOW',
      value: isInWindow(activatedAt, evidence.windowEndsAt),
      evidence: { activatedAt, windowEndsAt: evidence.windowEndsAt },
      at,
    }),
    {
      code: 'CARRIER_ACTIVE',
      value: stopped === null,
      evidence: stopped ? { reason: stopped.reason } : { activatedAt },
      at: stopped?.at ?? at,
    },
    {
      code: 'NOT_CLAWED_BACK',
      value: clawedBackAt === null,
      // What did not happen has no date of its own: nothing of the kind was told since the share is on the books.
      evidence: clawedBackAt ? { clawedBackAt } : { noneSince: accruedAt },
      at: clawedBackAt ?? accruedAt,
    },
    {
      code: 'NOT_ON_HOLD',
      value: heldBy === null,
      evidence: heldBy ? { case: heldBy.id, kind: heldBy.kind } : { noneSince: accruedAt },
      at: heldBy?.at ?? accruedAt,
    },
  ];
}

/** The carrier's own word about the person, unless people decided because it said nothing. */
function person(evidence: CommissionEvidence): Pick<Condition, 'evidence' | 'at'> {
  const { personMatches, decided = [] } = evidence;
  const isSaid = personMatches !== null && !decided.some(({ conditions }) => conditions.includes('PERSON'));
  return byHand('PERSON', isSaid ? { personMatches } : {}, evidence);
}

/** What a condition rests on, and since when; a decision of people names itself. */
function byHand(
  code: Decidable,
  said: Condition['evidence'],
  { decided = [], activatedAt }: CommissionEvidence,
): Pick<Condition, 'evidence' | 'at'> {
  const decision = decided.find(({ conditions }) => conditions.includes(code));
  return decision
    ? { evidence: { ...said, decision: decision.id }, at: decision.at }
    : { evidence: said, at: activatedAt };
}

const when = (needed: boolean, condition: Condition): readonly Condition[] => (needed ? [condition] : []);

/** These may still come true; a false one of the others ends the accrual. */
const MAY_CHANGE: readonly ConditionCode[] = ['CONFIRMED', 'NOT_ON_HOLD'];

/** What the due date brings: pay, wait for what is not known or open, or give up for good. */
export function judgeCommission(conditions: readonly Condition[]): 'pay' | 'hold' | 'refuse' {
  if (conditions.some(({ code, value }) => value === false && !MAY_CHANGE.includes(code))) return 'refuse';
  return conditions.every(({ value }) => value === true) ? 'pay' : 'hold';
}

/** The selling agent first, then the one above; both levels are named by their codes. */
export interface CommissionLine {
  readonly type: AccrualType;
  readonly agent: string;
  readonly amountFen: Fen;
}

/**
 * Who gets what of a rule's total; the lines add up to it. `chain` begins with the selling agent. More than two levels
 * would be pyramid selling and are refused with `ChainTooDeep`.
 */
export function commissionLines(rule: CommissionRule, chain: readonly string[]): readonly CommissionLine[] {
  const [seller, parent, ...deeper] = chain;
  if (deeper.length > 0) throw new DomainError('ChainTooDeep', 'commission goes to the seller and one agent above');
  if (seller === undefined) return [];
  const total = fen(rule.totalFen);
  if (parent === undefined) return [{ type: 'order', agent: seller, amountFen: total }];
  const [own, above] = splitFen(total, [10_000 - rule.parentShareBp, rule.parentShareBp]);
  const lines = [
    { type: 'order' as const, agent: seller, amountFen: own ?? fen(0) },
    { type: 'parent' as const, agent: parent, amountFen: above ?? fen(0) },
  ];
  return lines.filter(({ amountFen }) => amountFen > 0);
}
