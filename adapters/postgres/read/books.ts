import type { Pool } from 'pg';
import type { BookedPartner, BookRow } from '../../../domain/ports/reading';
import { rows } from './query';

interface CarrierCallRow {
  readonly reference: string;
  readonly state: 'done' | 'refused' | 'unknown' | 'undone';
  readonly word: string | null;
  readonly number: string | null;
  readonly amount_fen: number | null;
}

/** Our state of a submitted order in the carrier's own words, so that the books can be held side by side. */
function statusOf({ state, word }: CarrierCallRow): string {
  switch (state) {
    case 'refused':
      return '已拒绝';
    case 'undone':
      return '已撤单';
    case 'unknown':
      return '未知';
    case 'done':
      return word ?? '处理中';
  }
}

/**
 * Submits that reached the carrier. One that was never sent, because the number was refused before, is not in the
 * carrier's book and so not in ours.
 */
async function carrierBook(pool: Pool, carrier: string): Promise<readonly BookRow[]> {
  const calls = await rows<CarrierCallRow>(
    pool,
    `select s.reference, s.state, s.outcome ->> 'word' as word, s.intent ->> 'number' as number,
       (s.intent ->> 'amountFen')::bigint as amount_fen
     from partner_calls s
     left join partner_calls o on o.order_id = s.order_id and o.command = 'occupy' and o.attempt = s.attempt and o.number = s.number
     where s.partner = $1 and s.command = 'submit' and s.state <> 'open'
       and not (s.state = 'refused' and o.state = 'refused')
       and not (s.state = 'undone' and s.outcome ->> 'carrierOrderNo' is null)
     order by s.id`,
    [carrier],
  );
  return calls.map((call) => ({
    reference: call.reference,
    status: statusOf(call),
    number: call.number,
    ...(call.amount_fen === null ? {} : { amountFen: call.amount_fen }),
  }));
}

async function smsBook(pool: Pool): Promise<readonly BookRow[]> {
  return rows<{ reference: string; status: string }>(
    pool,
    `select reference, case when sent_at is null then 'open' else 'sent' end as status from notifications order by id`,
  );
}

async function authorityBook(pool: Pool): Promise<readonly BookRow[]> {
  return rows<{ reference: string; status: string }>(
    pool,
    `select reference, coalesce(outcome ->> 'code', state) as status from partner_calls
     where partner = 'authority' and state <> 'open' order by id`,
  );
}

/** Parcels the courier took in, by the newest of its own codes that reached us. */
async function courierBook(pool: Pool, provider: string): Promise<readonly BookRow[]> {
  return rows<{ reference: string; status: string; number: string }>(
    pool,
    `select s.reference, s.waybill as number,
       coalesce((select e.code from shipment_events e where e.shipment_id = s.id order by e.at desc, e.id desc limit 1), '101') as status
     from shipments s where s.provider = $1 and s.waybill is not null order by s.id`,
    [provider],
  );
}

/** Transfers that reached the bank, each with the bank's own number once it paid. */
async function bankBook(pool: Pool): Promise<readonly BookRow[]> {
  return rows<{ reference: string; status: string; number: string; amountFen: number }>(
    pool,
    `select reference, coalesce(outcome ->> 'transferNo', '') as number, (intent ->> 'amountFen')::bigint as "amountFen",
       case state when 'done' then '已入账' when 'refused' then '已退回' else '未知' end as status
     from partner_calls where partner = 'bank' and state <> 'open' order by id`,
  );
}

export function book(pool: Pool, partner: BookedPartner): Promise<readonly BookRow[]> {
  switch (partner) {
    case 'sms':
      return smsBook(pool);
    case 'authority':
      return authorityBook(pool);
    case 'bank':
      return bankBook(pool);
    case 'kuaidi100':
      return courierBook(pool, partner);
    default:
      return carrierBook(pool, partner);
  }
}
