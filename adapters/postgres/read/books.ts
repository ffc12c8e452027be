import type { Pool } from 'pg';
import type { BookedPartner, BookPage, BookRow } from '../../../domain/ports/reading';
import { row, rows } from './query';

/** The rows of one book after a row of its table, oldest first, at most so many. */
type Rows = (pool: Pool, after: number, limit: number) => Promise<readonly BookRow[]>;

interface Book {
  /** The row that a reference of this book names, as `$1`. */
  readonly place: string;
  readonly rows: Rows;
}

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
const carrierRows =
  (carrier: string): Rows =>
  async (pool, after, limit) => {
    const calls = await rows<CarrierCallRow>(
      pool,
      `select s.reference, s.state, s.outcome ->> 'word' as word, s.intent ->> 'number' as number,
         (s.intent ->> 'amountFen')::bigint as amount_fen
       from partner_calls s
       left join partner_calls o on o.order_id = s.order_id and o.command = 'occupy' and o.attempt = s.attempt and o.number = s.number
       where s.partner = $1 and s.command = 'submit' and s.state <> 'open' and s.id > $2
         and not (s.state = 'refused' and o.state = 'refused')
         and not (s.state = 'undone' and s.outcome ->> 'carrierOrderNo' is null)
       order by s.id limit $3`,
      [carrier, after, limit],
    );
    return calls.map((call) => ({
      reference: call.reference,
      status: statusOf(call),
      number: call.number,
      ...(call.amount_fen === null ? {} : { amountFen: call.amount_fen }),
    }));
  };

const smsRows: Rows = (pool, after, limit) =>
  rows<{ reference: string; status: string }>(
    pool,
    `select reference, case when sent_at is null then 'open' else 'sent' end as status from notifications
     where id > $1 order by id limit $2`,
    [after, limit],
  );

const authorityRows: Rows = (pool, after, limit) =>
  rows<{ reference: string; status: string }>(
    pool,
    `select reference, coalesce(outcome ->> 'code', state) as status from partner_calls
     where partner = 'authority' and state <> 'open' and id > $1 order by id limit $2`,
    [after, limit],
  );

/** Parcels the courier took in, by the newest of its own codes that reached us. */
const courierRows: Rows = (pool, after, limit) =>
  rows<{ reference: string; status: string; number: string }>(
    pool,
    `select s.reference, s.waybill as number,
       coalesce((select e.code from shipment_events e where e.shipment_id = s.id order by e.at desc, e.id desc limit 1), '101') as status
     from shipments s where s.provider = 'kuaidi100' and s.waybill is not null and s.id > $1 order by s.id limit $2`,
    [after, limit],
  );

/** Transfers that reached the bank, each with the bank's own number once it paid. */
const bankRows: Rows = (pool, after, limit) =>
  rows<{ reference: string; status: string; number: string; amountFen: number }>(
    pool,
    `select reference, coalesce(outcome ->> 'transferNo', '') as number, (intent ->> 'amountFen')::bigint as "amountFen",
       case state when 'done' then '已入账' when 'refused' then '已退回' else '未知' end as status
     from partner_calls where partner = 'bank' and state <> 'open' and id > $1 order by id limit $2`,
    [after, limit],
  );

const callOf = (partner: string): string =>
  `select id from partner_calls where reference = $1 and partner = '${partner}'`;

const BOOKS: Readonly<Record<BookedPartner, Book>> = {
  xinglian: { place: `${callOf('xinglian')} and command = 'submit'`, rows: carrierRows('xinglian') },
  kuaidi100: {
    place: `select id from shipments where reference = $1 and provider = 'kuaidi100'`,
    rows: courierRows,
  },
  sms: { place: 'select id from notifications where reference = $1', rows: smsRows },
  authority: { place: callOf('authority'), rows: authorityRows },
  bank: { place: callOf('bank'), rows: bankRows },
};

/** One page of our book of a partner; null where `after` is no row of it. */
export async function book(
  pool: Pool,
  partner: BookedPartner,
  { after, limit }: BookPage,
): Promise<{ readonly rows: readonly BookRow[]; readonly next: string | null } | null> {
  const { place, rows: rowsAfter } = BOOKS[partner];
  // Ids begin at 1.
  const from = after === undefined ? { id: 0 } : await row<{ id: number }>(pool, place, [after]);
  if (!from) return null;
  const found = await rowsAfter(pool, from.id, limit + 1);
  const page = found.slice(0, limit);
  return { rows: page, next: found.length > page.length ? (page.at(-1)?.reference ?? null) : null };
}
