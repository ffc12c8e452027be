import type { Pool } from 'pg';
import type { AccrualId, Day, Instant, OrderId, PayoutId, StatementId } from '../../../domain/brand';
import type { StoredAccrualState } from '../../../domain/commission';
import type {
  CommissionReading,
  MoneyListing,
  StatementFacts,
  StatementLineFacts,
  StatementState,
} from '../../../domain/ports/commission-desk';
import { shanghaiDay } from '../../../domain/time';
import { shownState } from './accrual-rows';
import { keyset } from './keyset';
import { row, rows } from './query';

interface StatementRow {
  readonly id: StatementId;
  readonly agent_code: string;
  readonly agent_name: string;
  readonly business_date: Day;
  readonly state: StatementState;
  readonly lines: number;
  readonly opening_fen: number;
  readonly accrued_fen: number;
  readonly payable_fen: number;
  readonly paid_fen: number;
  readonly clawed_back_fen: number;
  readonly set_aside_fen: number;
  readonly left_out_fen: number;
  readonly left_out: number;
  readonly closing_fen: number;
  readonly payout_id: PayoutId | null;
  readonly settled_at: Instant;
}

/**
 * A statement tells of the time from its opening to the next one's: it closes with what the next one opens with, the
 * newest with what is owed now. Payments, clawbacks and what was left out count for the time they fell into, whichever statement they were of. Each is
 * summed from its own rows, so that a sheet which does not add up shows it.
 */
const SELECT = `
  select s.public_id as id, s.agent_code, g.name as agent_name, s.business_date::text, s.state, s.lines, s.opening_fen, s.accrued_fen,
    s.payable_fen, s.set_aside_fen as left_out_fen, (select count(*) from set_asides l where l.statement_id = s.id)::integer as left_out,
    p.public_id as payout_id, s.settled_at,
    coalesce(n.opening_fen, (
      select sum(o.payable_fen) from statements o where o.agent_code = s.agent_code and o.state <> 'paid'
    ), 0)::bigint as closing_fen,
    coalesce((
      select sum(d.amount_fen) from payouts d where d.agent_code = s.agent_code and d.state = 'paid' and d.ended_at >= s.settled_at
        and (n.settled_at is null or d.ended_at < n.settled_at)
    ), 0)::bigint as paid_fen,
    coalesce((
      select sum(a.amount_fen) from statements x join accruals a on a.statement_id = x.id
      where x.agent_code = s.agent_code and x.clawed_back_fen > 0 and a.state = 'clawed-back' and a.ended_at >= s.settled_at
        and (n.settled_at is null or a.ended_at < n.settled_at)
    ), 0)::bigint as clawed_back_fen,
    coalesce((
      select sum(l.amount_fen) from statements x join set_asides l on l.statement_id = x.id
      where x.agent_code = s.agent_code and x.set_aside_fen > 0 and l.at >= s.settled_at and (n.settled_at is null or l.at < n.settled_at)
    ), 0)::bigint as set_aside_fen
  from statements s join agents g on g.code = s.agent_code left join payouts p on p.id = s.payout_id
  left join lateral (
    select f.opening_fen, f.settled_at from statements f where f.agent_code = s.agent_code and f.business_date > s.business_date
    order by f.business_date limit 1
  ) n on true`;

function statementOf(r: StatementRow): StatementFacts {
  return {
    id: r.id,
    agent: { code: r.agent_code, name: r.agent_name },
    businessDate: r.business_date,
    state: r.state,
    lines: r.lines,
    openingFen: r.opening_fen,
    accruedFen: r.accrued_fen,
    clawedBackFen: r.clawed_back_fen,
    setAsideFen: r.set_aside_fen,
    paidFen: r.paid_fen,
    closingFen: r.closing_fen,
    payableFen: r.payable_fen,
    leftOut: { lines: r.left_out, amountFen: r.left_out_fen },
    payoutId: r.payout_id,
    settledAt: r.settled_at,
  };
}

interface LineRow {
  readonly accrual_id: AccrualId;
  readonly order_id: OrderId;
  readonly type: 'order' | 'parent';
  readonly amount_fen: number;
  readonly state: StoredAccrualState;
  readonly due_on: Day;
  readonly paid: boolean;
  readonly left_out: boolean;
}

export function statementReading(
  pool: Pool,
  now: () => Instant,
): Pick<CommissionReading, 'statements' | 'statement' | 'statementLines'> {
  return {
    async statements(listing: MoneyListing<StatementId, StatementState>) {
      const { where, values } = keyset('statements', 's', listing);
      const found = await rows<StatementRow>(
        pool,
        `${SELECT} ${where} order by s.id desc limit $${values.length + 1}`,
        [...values, listing.limit + 1],
      );
      const page = found.slice(0, listing.limit);
      const counted = await rows<{ state: string; n: number }>(
        pool,
        'select state, count(*) as n from statements group by state',
      );
      return {
        rows: page.map(statementOf),
        next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
        counts: Object.fromEntries(counted.map(({ state, n }) => [state, n])),
      };
    },
    async statement(id) {
      const found = await row<StatementRow>(pool, `${SELECT} where s.public_id = $1`, [id]);
      return found && statementOf(found);
    },
    async statementLines(id, { after, limit }) {
      const found = await rows<LineRow>(
        pool,
        `select a.public_id as accrual_id, o.public_id as order_id, a.type, a.amount_fen, a.state, a.due_on::text, s.state = 'paid' and a.statement_id = s.id as paid,
           a.statement_id is distinct from s.id as left_out
         from statements s
         join accruals a on a.statement_id = s.id or a.id in (select l.accrual_id from set_asides l where l.statement_id = s.id)
         join orders o on o.id = a.order_id
         where s.public_id = $1 and ($2::text is null or a.id > (select id from accruals where public_id = $2))
         order by a.id limit $3`,
        [id, after ?? null, limit + 1],
      );
      const page = found.slice(0, limit);
      return {
        rows: page.map((r): StatementLineFacts => ({
          accrualId: r.accrual_id,
          orderId: r.order_id,
          type: r.type,
          amountFen: r.amount_fen,
          state: shownState(r.state, r.due_on, r.paid, shanghaiDay(now())),
          leftOut: r.left_out,
        })),
        next: found.length > page.length ? (page.at(-1)?.accrual_id ?? null) : null,
      };
    },
  };
}
