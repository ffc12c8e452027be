import type { Pool } from 'pg';
import type { Instant, OrderId, PayoutId, StatementId, UserId } from '../../../domain/brand';
import type { CommissionReading, MoneyListing, PayoutFacts, PayoutState } from '../../../domain/ports/commission-desk';
import { keyset } from './keyset';
import { row, rows } from './query';

interface PayoutRow {
  readonly id: PayoutId;
  readonly agent_code: string;
  readonly agent_name: string;
  readonly state: PayoutState;
  readonly amount_fen: number;
  readonly statements: StatementId[];
  readonly maker: UserId;
  readonly maker_name: string;
  readonly checker: UserId | null;
  readonly checker_name: string | null;
  readonly created_at: Instant;
  readonly released_at: Instant | null;
  readonly ended_at: Instant | null;
  readonly bank_reference: string | null;
  readonly bank_transfer_no: string | null;
  readonly bank_text: string | null;
  readonly cancelled_by: UserId | null;
  readonly cancelled_by_name: string | null;
  readonly cancel_reason: string | null;
  readonly held: { readonly orderId: OrderId; readonly caseId: string | null }[];
}

const SELECT = `
  select p.public_id as id, p.agent_code, g.name as agent_name, p.state, p.amount_fen, m.public_id as maker, m.name as maker_name,
    c.public_id as checker, c.name as checker_name, p.created_at, p.released_at, p.ended_at, p.bank_reference, p.bank_transfer_no, p.bank_text,
    x.public_id as cancelled_by, x.name as cancelled_by_name, p.cancel_reason,
    array(
      select s.public_id from payout_statements n join statements s on s.id = n.statement_id where n.payout_id = p.id order by s.id
    ) as statements,
    case when p.state = 'created' then coalesce((
      select json_agg(h order by h."orderId") from (
        select distinct o.public_id as "orderId", (
          select k.public_id from conflict_cases k where k.order_id = o.id and k.closed_at is null order by k.id limit 1
        ) as "caseId"
        from statements s join accruals a on a.statement_id = s.id join orders o on o.id = a.order_id
        where s.payout_id = p.id and a.state = 'settled'
          and (a.stopped_at is not null or a.order_id in (select order_id from conflict_cases where closed_at is null))
        order by 1 limit 20
      ) h
    ), '[]') else '[]' end as held
  from payouts p
  join agents g on g.code = p.agent_code
  join users m on m.id = p.maker_id
  left join users c on c.id = p.checker_id
  left join users x on x.id = p.cancelled_by_id`;

const payoutOf = (r: PayoutRow): PayoutFacts => ({
  id: r.id,
  agent: { code: r.agent_code, name: r.agent_name },
  state: r.state,
  amountFen: r.amount_fen,
  statementIds: r.statements,
  maker: { id: r.maker, name: r.maker_name },
  checker: r.checker === null ? null : { id: r.checker, name: r.checker_name ?? '' },
  createdAt: r.created_at,
  releasedAt: r.released_at,
  endedAt: r.ended_at,
  bankReference: r.bank_reference,
  bankTransferNo: r.bank_transfer_no,
  bankText: r.bank_text,
  cancelledBy: r.cancelled_by === null ? null : { id: r.cancelled_by, name: r.cancelled_by_name ?? '' },
  cancelReason: r.cancel_reason,
  held: r.held,
});

export function payoutReading(pool: Pool): Pick<CommissionReading, 'payouts' | 'payout'> {
  return {
    async payouts(listing: MoneyListing<PayoutId, PayoutState>) {
      const { where, values } = keyset('payouts', 'p', listing);
      const found = await rows<PayoutRow>(pool, `${SELECT} ${where} order by p.id desc limit $${values.length + 1}`, [
        ...values,
        listing.limit + 1,
      ]);
      const page = found.slice(0, listing.limit);
      const counted = await rows<{ state: string; n: number }>(
        pool,
        'select state, count(*) as n from payouts group by state',
      );
      return {
        rows: page.map(payoutOf),
        next: found.length > page.length ? (page.at(-1)?.id ?? null) : null,
        counts: Object.fromEntries(counted.map(({ state, n }) => [state, n])),
      };
    },
    async payout(id) {
      const found = await row<PayoutRow>(pool, `${SELECT} where p.public_id = $1`, [id]);
      return found && payoutOf(found);
    },
  };
}
