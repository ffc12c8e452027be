import type { Pool } from 'pg';
import type { Instant, OrderId } from '../../../domain/brand';
import { commissionPolicy, ruleFor } from '../../../domain/commission-policy';
import type { NoCommission, OrderCommissionFacts } from '../../../domain/ports/commission-desk';
import type { Json } from '../../../domain/ports/stores/row';
import { describeNoCommission } from '../../../domain/texts/commission';
import { shanghaiDay } from '../../../domain/time';
import { type AccrualRow, accrualOf, SELECT_ACCRUALS } from './accrual-rows';
import { row, rows } from './query';

interface OrderRow {
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
    `select o.id as "row", o.stage, o.plan_code, o.ended_at, p.agent_code, l.body from orders o
     join purchases p on p.id = o.purchase_id
     left join policies l on l.kind = 'commission' and l.version = (p.pinned ->> 'commissionPolicyVersion')::integer
     where o.public_id = $1 and ($2::text is null or o.channel_code = $2)`,
    [order, channel],
  );
  if (!found) return null;
  const accruals = await rows<AccrualRow>(pool, `${SELECT_ACCRUALS} where a.order_id = $1 order by a.id`, [found.row]);
  const code = accruals.length === 0 ? whyNone(found) : null;
  return {
    orderId: order,
    none: code === null ? null : { code, text: describeNoCommission(code) },
    accruals: accruals.map((r) => accrualOf(r, shanghaiDay(now))),
  };
}

function whyNone({ stage, plan_code: plan, ended_at: endedAt, agent_code: agent, body }: OrderRow): NoCommission {
  if (agent === null) return 'NO_AGENT';
  if (ruleFor(commissionPolicy(body), plan) === null) return 'NO_RULE';
  return endedAt !== null && stage !== 'active' ? 'ENDED_WITHOUT_ACTIVATION' : 'NOT_ACTIVE_YET';
}
