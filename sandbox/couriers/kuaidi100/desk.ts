import type { Book } from '../../book';
import type { BusinessClock } from '../../clock';
import type { Delays } from '../../delays';
import { isLoopback } from '../../loopback';
import { TEXTS } from './codes';
import { FREIGHT_FEN } from './difference';
import { type Door, type Pace, paceOf } from './journey';
import type { Consignment, CourierRow, Next, Stage } from './rows';
import { type CourierMemory, lastCode, type Parcel } from './state';
import { traceOf } from './trace';

export interface Ledger {
  readonly seed: number;
  readonly delays: Delays;
  readonly memory: CourierMemory;
  readonly book: Book<CourierRow>;
  readonly clock: BusinessClock;
  /** What becomes of parcels for this phone. */
  readonly doorOf: (phone: string) => Door;
  /** Milliseconds between two stages instead of the usual hours; may be changed while running. */
  pace: Pace;
}

/** Changes memory and queues the row; the caller awaits `book.synced()` before anybody is told. */
export function record(ledger: Ledger, row: CourierRow): void {
  ledger.memory.apply(row);
  ledger.book.append(row);
}

export type Reply = Record<string, unknown>;

export const refused = (returnCode: string, message: string): Reply => ({ result: false, returnCode, message });
const done = (data: Record<string, unknown>): Reply => ({ result: true, returnCode: '200', message: '成功', data });

/** When a stage comes. The same parcel of the same person always takes the same time. */
export function planFrom(
  { clock, delays, pace }: Ledger,
  stage: Stage,
  { consignment, nth }: Pick<Parcel, 'consignment' | 'nth'>,
): Next {
  const wait = delays.draw(consignment.recMan.mobile, `courier ${stage}`, nth, paceOf(stage, pace));
  return { stage, at: clock.now() + wait };
}

/** Takes a parcel in, once per reference: a repeat is answered as the first time. */
export function order(ledger: Ledger, consignment: Consignment): Reply {
  const { memory, clock } = ledger;
  const reference = consignment.thirdOrderId;
  const known = memory.parcels.get(reference);
  if (known) return isSame(known.consignment, consignment) ? orderReply(known) : refused('409', TEXTS.referenceReused);
  if (!isLoopback(consignment.callBackUrl)) return refused('400', TEXTS.badCallbackUrl);

  const place = memory.parcels.size + 1;
  const nth = memory.parcelsFor(consignment.recMan.mobile) + 1;
  const row = {
    t: 'ordered',
    consignment,
    taskId: `T${String(place).padStart(12, '0')}`,
    orderId: String(900_000_000 + place),
    kuaidinum: waybill(consignment.kuaidicom, ledger.seed, place),
    next: planFrom(ledger, 'pickup', { consignment, nth }),
    at: clock.now(),
  } as const;
  record(ledger, row);
  return done({ ...idsOf(row), kuaidicom: consignment.kuaidicom, freightFen: FREIGHT_FEN });
}

/** What became of an order, by the reference of whoever placed it. */
export function detail(ledger: Ledger, reference: string): Reply {
  const parcel = ledger.memory.parcels.get(reference);
  return parcel ? orderReply(parcel) : refused('404', TEXTS.noSuchParcel);
}

/** Turns a parcel round that nobody is carrying to the door yet. Asking again is fine. */
export function intercept(ledger: Ledger, parcel: Parcel): Reply {
  if (parcel.isIntercepted) return done({});
  switch (lastCode(parcel)) {
    case '5':
      return refused('409', TEXTS.outForDelivery);
    case '301':
    case '303':
    case '304':
      return refused('409', TEXTS.signed);
    // It comes back by itself.
    case '14':
    case '6':
    case '4':
      return done({});
    default:
      break;
  }
  if (parcel.inquiry === 'lost') return refused('409', TEXTS.parcelLost);
  const reference = parcel.consignment.thirdOrderId;
  record(ledger, { t: 'intercepted', reference, next: planFrom(ledger, 'back', parcel), at: ledger.clock.now() });
  return done({});
}

/** Looks for a parcel that does not move: one that lies somewhere goes on, one that is lost is said to be. */
export function inquire(ledger: Ledger, parcel: Parcel): Reply {
  const reference = parcel.consignment.thirdOrderId;
  const door = ledger.doorOf(parcel.consignment.recMan.mobile);
  const how =
    parcel.stalled ?? (lastCode(parcel) === '103' && door === 'lost' && !parcel.isIntercepted ? 'lost' : null);
  const result = how === 'lost' ? 'lost' : 'accepted';
  if (parcel.inquiry !== result || parcel.stalled === 'stuck') {
    const next = how === 'stuck' ? planFrom(ledger, 'line', parcel) : null;
    record(ledger, { t: 'inquired', reference, result, next, at: ledger.clock.now() });
  }
  return done({ result });
}

export function query(ledger: Ledger, { com, num }: { readonly com: string; readonly num: string }): Reply {
  const parcel = ledger.memory.byWaybill.get(num);
  if (parcel?.consignment.kuaidicom !== com) return refused('404', TEXTS.noTrace);
  return { ...traceOf(parcel) };
}

/** The parcel of a command that names both reference and waybill. */
export function parcelFor(
  ledger: Ledger,
  { thirdOrderId, kuaidinum }: { readonly thirdOrderId: string; readonly kuaidinum: string },
): Parcel | Reply {
  const parcel = ledger.memory.parcels.get(thirdOrderId);
  if (!parcel) return refused('404', TEXTS.noSuchParcel);
  return parcel.kuaidinum === kuaidinum ? parcel : refused('400', TEXTS.otherWaybill);
}

function orderReply(parcel: Parcel): Reply {
  return done({ ...idsOf(parcel), kuaidicom: parcel.consignment.kuaidicom, freightFen: FREIGHT_FEN });
}

function idsOf({ taskId, orderId, kuaidinum }: { taskId: string; orderId: string; kuaidinum: string }): Reply {
  return { taskId, orderId, kuaidinum };
}

function isSame(a: Consignment, b: Consignment): boolean {
  return (
    a.kuaidicom === b.kuaidicom &&
    a.iccid === b.iccid &&
    a.recMan.name === b.recMan.name &&
    a.recMan.mobile === b.recMan.mobile &&
    a.recMan.printAddr === b.recMan.printAddr
  );
}

function waybill(company: string, seed: number, place: number): string {
  const digits = String(1_000_000_000_000 + (seed % 9_973) * 1_000_003 + place * 7_919).slice(-13);
  return company === 'shunfeng' ? `SF${digits}` : digits;
}
