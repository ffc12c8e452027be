import type { Msisdn, OrderId, PartyId, PurchaseId } from '../../../domain/brand';
import { DomainError } from '../../../domain/errors';
import type { OrderRecord, OrderStore } from '../../../domain/ports/stores/orders';
import type { AcceptedOrder } from '../../../domain/ports/use-cases';
import type { Stage, Status } from '../../../domain/stages';
import { isEnded } from '../../../domain/order';
import { row, rows, type Session } from './session';

interface OrderRow {
  id: number;
  public_id: string;
  purchase_id: number;
  purchase: string;
  party: string;
  line: number;
  attempt: number;
  version: number;
  stage: string;
  status: string;
  reason_code: string | null;
  msisdn: string | null;
  iccid: string | null;
  carrier_code: string;
  plan_code: string;
  city_code: string;
  fee_fen: number;
  chosen: string[] | null;
}

const SELECT = `select o.id, o.public_id, o.purchase_id, p.public_id as purchase, y.public_id as party, o.line, o.attempt, o.version,
  o.stage, o.status, o.reason_code, o.msisdn, o.iccid, o.carrier_code, o.plan_code, o.city_code, o.fee_fen,
  p.pinned -> 'chosenNumbers' as chosen
  from orders o join purchases p on p.id = o.purchase_id join parties y on y.id = p.party_id`;

function orderOf(r: OrderRow): OrderRecord {
  return {
    row: r.id,
    id: r.public_id as OrderId,
    purchaseRow: r.purchase_id,
    purchaseId: r.purchase as PurchaseId,
    partyId: r.party as PartyId,
    line: r.line,
    attempt: r.attempt,
    version: r.version,
    state: {
      stage: r.stage as Stage,
      status: r.status as Status,
      reasonCode: r.reason_code,
      number: r.msisdn as Msisdn | null,
      iccid: r.iccid,
    },
    carrier: r.carrier_code,
    planCode: r.plan_code,
    city: r.city_code,
    feeFen: r.fee_fen,
    chosenNumber: (r.chosen?.[r.line - 1] ?? null) as Msisdn | null,
  };
}

export function orderStore(session: Session): OrderStore {
  return {
    async insert(orders, actor) {
      // unnest keeps the order of the arrays, and the identity column follows it.
      const inserted = await rows<{ id: number }>(
        session,
        `with draft as (
           select * from unnest($1::text[], $2::bigint[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::text[],
             $10::jsonb[], $11::text[]) with ordinality
             as d (public_id, purchase_id, line, channel, carrier, plan, city, fee, msisdn, body, status, n)
         ), made as (
           insert into orders (public_id, purchase_id, line, stage, status, version, channel_code, carrier_code, plan_code, city_code,
             msisdn, fee_fen, created_at, updated_at)
           select public_id, purchase_id, line, 'received', status, 1, channel, carrier, plan, city, msisdn, fee, $12, $12 from draft order by n
           returning id, public_id
         ), journalled as (
           insert into journal (order_id, version, at, event, stage, status, actor_kind, actor_id, body)
           select m.id, 1, $12, 'received', 'received', d.status, $13, $14, d.body from made m join draft d using (public_id)
         )
         select m.id from made m join draft d using (public_id) order by d.n`,
        [
          orders.map((o) => o.id),
          orders.map((o) => o.purchaseRow),
          orders.map((o) => o.line),
          orders.map((o) => o.channel),
          orders.map((o) => o.plan.carrier),
          orders.map((o) => o.plan.code),
          orders.map((o) => o.city),
          orders.map((o) => o.plan.feeFen),
          orders.map((o) => o.state.number),
          orders.map((o) => bodyOf(o.event)),
          orders.map((o) => o.state.status),
          session.now,
          actor.kind,
          actor.id,
        ],
      );
      return inserted.map((r) => r.id);
    },
    async lock(id) {
      const found = await row<OrderRow>(session, `${SELECT} where o.public_id = $1 for update of o`, [id]);
      return found && orderOf(found);
    },
    async lockPurchase(purchaseRow) {
      const found = await rows<OrderRow>(
        session,
        `${SELECT} where o.purchase_id = $1 order by o.line for update of o`,
        [purchaseRow],
      );
      return found.map(orderOf);
    },
    async wantingNumbers(batchReference, limit) {
      const found = await rows<{ public_id: string }>(
        session,
        `select o.public_id from orders o join number_batches b
           on b.carrier_code = o.carrier_code and b.plan_code = o.plan_code and b.city_code = o.city_code
         where b.reference = $1 and o.stage = 'provisioning' and o.status = 'awaiting-number' order by o.id limit $2`,
        [batchReference, limit],
      );
      return found.map((r) => r.public_id as OrderId);
    },
    async lastChoice(orderRow) {
      const found = await row<{ number: string }>(
        session,
        `select body ->> 'number' as number from journal where order_id = $1 and event = 'numberChosen' order by version desc limit 1`,
        [orderRow],
      );
      return (found?.number ?? null) as Msisdn | null;
    },
    async summaries(purchaseRow) {
      const found = await rows<{ public_id: string; stage: string; status: string; msisdn: string | null }>(
        session,
        `select distinct on (line) public_id, stage, status, msisdn from orders where purchase_id = $1 order by line, attempt desc`,
        [purchaseRow],
      );
      return found.map((r): AcceptedOrder => ({
        id: r.public_id as OrderId,
        stage: r.stage as Stage,
        status: r.status as Status,
        number: r.msisdn as Msisdn | null,
      }));
    },
    async append(order, next, event, actor) {
      const ended = isEnded(next.stage);
      const attempt = event.kind === 'restored' ? event.attempt : order.attempt;
      const written = await row<{ version: number }>(
        session,
        `with moved as (
           update orders set stage = $3, status = $4, reason_code = $5, msisdn = $6, iccid = $7, version = version + 1, updated_at = $8::timestamptz,
             ended_at = case when $9 then $8::timestamptz end,
             activated_at = case when $3 = 'active' then $15::timestamptz else activated_at end,
             attempt = $16
           where id = $1 and version = $2 returning id, version, public_id, channel_code
         ), journalled as (
           insert into journal (order_id, version, at, event, stage, status, actor_kind, actor_id, body)
           select id, version, $8, $10, $3, $4, $11, $12, $13 from moved
         )
         select version, pg_notify('cardflow_changed', json_build_object('kind', 'order', 'id', public_id, 'purchaseId', $14::text, 'channel', channel_code)::text)
         from moved`,
        [
          order.row,
          order.version,
          next.stage,
          next.status,
          next.reasonCode,
          next.number,
          next.iccid,
          session.now,
          ended,
          event.kind,
          actor.kind,
          actor.id,
          bodyOf(event),
          order.purchaseId,
          event.kind === 'activated' ? event.activatedAt : null,
          attempt,
        ],
      );
      if (!written)
        throw new DomainError('StateConflict', `order ${order.id} is no longer at version ${String(order.version)}`);
      return { ...order, attempt, version: written.version, state: next };
    },
  };
}

/** The event without its kind, which has a column of its own. */
const bodyOf = (event: { readonly kind: string }): string => JSON.stringify({ ...event, kind: undefined });
