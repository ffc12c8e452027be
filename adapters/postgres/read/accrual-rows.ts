import type { Area } from '../../../domain/activation';
import type { AccrualId, Day, Instant, PayoutId, StatementId } from '../../../domain/brand';
import {
  type AccrualState,
  type AccrualType,
  type Condition,
  conditionsOf,
  type Decidable,
  type StopReason,
  type StoredAccrualState,
} from '../../../domain/commission';
import { commissionPolicy, type CommissionRule } from '../../../domain/commission-policy';
import type { AccrualFacts } from '../../../domain/ports/commission-desk';
import type { Json } from '../../../domain/ports/stores/row';
import { describeCondition } from '../../../domain/texts/commission';

export interface AccrualRow {
  readonly id: AccrualId;
  readonly rule_code: string;
  readonly policy_version: number;
  readonly body: Json | null;
  readonly type: AccrualType;
  readonly period: string;
  readonly agent_code: string;
  readonly agent_name: string;
  readonly amount_fen: number;
  readonly state: StoredAccrualState;
  readonly due_on: Day;
  readonly due_provisional: boolean;
  readonly confirmed_level: number;
  readonly activated_at: Instant;
  readonly window_ends_at: Instant;
  readonly person_matches: boolean | null;
  readonly place_matches: boolean | null;
  readonly areas: { readonly area: Area | null; readonly deliveryArea: Area | null };
  readonly accrued_at: Instant;
  readonly stopped_reason: StopReason | null;
  readonly stopped_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly statement_id: StatementId | null;
  readonly payout_id: PayoutId | null;
  readonly paid: boolean;
  readonly case_id: string | null;
  readonly case_kind: string | null;
  readonly case_at: Instant | null;
  readonly decided: { readonly id: string; readonly conditions: Decidable[]; readonly at: Instant }[];
}

/** Accruals `a` with all that their conditions rest on. */
export const SELECT_ACCRUALS = `
  select a.public_id as id, a.rule_code, a.policy_version, l.body, a.type, a.period, a.agent_code, g.name as agent_name, a.amount_fen, a.state,
    a.due_on::text, a.due_provisional, a.confirmed_level, a.activated_at, a.window_ends_at, a.person_matches, a.place_matches, a.areas,
    a.accrued_at, a.stopped_reason, a.stopped_at, a.ended_at, s.public_id as statement_id, p.public_id as payout_id,
    coalesce(s.state = 'paid', false) as paid, k.public_id as case_id, k.kind as case_kind, k.opened_at as case_at,
    array(
      select jsonb_build_object('id', d.public_id, 'conditions', d.conditions, 'at', to_char(d.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      from commission_decisions d where d.order_id = a.order_id and d.state = 'confirmed' order by d.id
    ) as decided
  from accruals a
  join agents g on g.code = a.agent_code
  left join policies l on l.kind = 'commission' and l.version = a.policy_version
  left join statements s on s.id = a.statement_id
  left join payouts p on p.id = s.payout_id
  left join lateral (
    select public_id, kind, opened_at from conflict_cases where order_id = a.order_id and closed_at is null order by id limit 1
  ) k on true`;

/** As people see it: from the due day on what is not settled is due, and what its statement paid is paid. */
export function shownState(state: StoredAccrualState, dueOn: Day, paid: boolean, today: Day): AccrualState {
  if (state === 'settled' && paid) return 'paid';
  return state === 'accrued' && dueOn <= today ? 'due' : state;
}

/** The row that every condition rests on; a rule that is gone is read as one that needs everything. */
function ruleOf(r: AccrualRow): CommissionRule {
  const rule = commissionPolicy(r.body).rules.find(({ code }) => code === r.rule_code);
  return rule ?? { ...NEEDS_ALL, code: r.rule_code };
}

const NEEDS_ALL: CommissionRule = {
  code: '',
  plans: [],
  totalFen: 0,
  parentShareBp: 0,
  payAfter: { days: 0, count: 'calendar' },
  minLevel: 2,
  needs: { person: true, place: true, window: true },
};

/** What is known of each condition of the row's rule. */
export const conditionsOfRow = (r: AccrualRow): readonly Condition[] =>
  conditionsOf(ruleOf(r), {
    level: r.confirmed_level,
    activatedAt: r.activated_at,
    personMatches: r.person_matches,
    placeMatches: r.place_matches,
    area: r.areas.area,
    deliveryArea: r.areas.deliveryArea,
    windowEndsAt: r.window_ends_at,
    accruedAt: r.accrued_at,
    stopped: r.stopped_reason !== null && r.stopped_at !== null ? { reason: r.stopped_reason, at: r.stopped_at } : null,
    clawedBackAt: r.state === 'clawed-back' ? r.ended_at : null,
    heldBy: r.case_id === null || r.case_at === null ? null : { id: r.case_id, kind: r.case_kind ?? '', at: r.case_at },
    decided: r.decided,
  });

export function accrualOf(r: AccrualRow, today: Day): AccrualFacts {
  return {
    id: r.id,
    rule: { code: r.rule_code, version: r.policy_version },
    type: r.type,
    period: r.period,
    agent: { code: r.agent_code, name: r.agent_name },
    amountFen: r.amount_fen,
    state: shownState(r.state, r.due_on, r.paid, today),
    dueOn: r.due_on,
    dueProvisional: r.due_provisional,
    conditions: conditionsOfRow(r).map((condition) => ({ ...condition, text: describeCondition(condition) })),
    statementId: r.statement_id,
    payoutId: r.payout_id,
  };
}
