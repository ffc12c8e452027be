import type { Pool } from 'pg';
import type { Instant, OrderId } from '../../../domain/brand';
import { DECIDABLE, type Decidable } from '../../../domain/commission';
import { commissionPolicy, ruleFor } from '../../../domain/commission-policy';
import type { NoCommission, OrderCommissionFacts } from '../../../domain/ports/commission-desk';
import type { Json } from '../../../domain/ports/stores/row';
import { describeNoCommission } from '../../../domain/texts/commission';
import { shanghaiDay } from '../../../domain/time';
import { type AccrualRow, accrualOf, conditionsOfRow, SELECT_ACCRUALS } from './accrual-rows';
import { decisionsOf } from './decisions';
import { row, rows } from './query';
import { holdWaitOf, type HoldWaitRow } from './waiting-commission';

interface OrderRow extends HoldWaitRow {
  readonly row: number;
  readonly stage: string;
  readonly plan_code: string;
  readonly ended_at: string | null;
  readonly agent_code: string | null;
  readonly body: Json | null;
}

export async function orderCommission(
  pool: Pool,
  order: OrderId,
  channel: string | null,
  now: Instant,
): Promise<OrderCommissionFacts | null> {
  const found = await row<OrderRow>(
    pool,
    `select o.id as "row", o.stage, o.plan_code, o.ended_at, p.agent_code, l.body, w.what, w.owner_kind, w.opened_at,
       w.due_at, w.escalated_at, w.then_what
     from orders o
     join purchases p on p.id = o.purchase_id
     left join policies l on l.kind = 'commission' and l.version = (p.pinned ->> 'commissionPolicyVersion')::integer
     left join waits w on w.subject_kind = 'commission' and w.subject_id = o.id and w.closed_at is null
     where o.public_id = $1 and ($2::text is null or o.channel_code = $2)`,
    [order, channel],
  );
  if (!found) return null;
  const [accruals, decisions] = await Promise.all([
    rows<AccrualRow>(pool, `${SELECT_ACCRUALS} where a.order_id = $1 order by a.id`, [found.row]),
    decisionsOf(pool, found.row),
  ]);
  const wait = holdWaitOf(found);
  const code = accruals.length === 0 ? whyNone(found) : null;
  return {
    orderId: order,
    none: code === null ? null : { code, text: describeNoCommission(code) },
    accruals: accruals.map((r) => accrualOf(r, shanghaiDay(now))),
    wait,
    decidable: wait?.what === 'commission-evidence' ? unknownOf(accruals) : [],
    decisions,
  };
}

function unknownOf(accruals: readonly AccrualRow[]): readonly Decidable[] {
  const held = accruals.filter(({ state }) => state === 'held').flatMap(conditionsOfRow);
  return DECIDABLE.filter((code) => held.some((condition) => condition.code === code && condition.value === null));
}

function whyNone({ stage, plan_code: plan, ended_at: endedAt, agent_code: agent, body }: OrderRow): NoCommission {
  if (agent === null) return 'NO_AGENT';
  if (ruleFor(commissionPolicy(body), plan) === null) return 'NO_RULE';
  return endedAt !== null && stage !== 'active' ? 'ENDED_WITHOUT_ACTIVATION' : 'NOT_ACTIVE_YET';
}
