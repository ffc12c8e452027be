import type { BusinessClock } from '../../clock';
import type { Book } from '../../book';
import type { Delays } from '../../delays';
import { isLoopback } from '../../loopback';
import { msisdn } from './numbering';
import type { CarrierRow, Submission } from './rows';
import { type CarrierMemory, type CarrierOrder, type StockNumber, WAS_ACTIVATED } from './state';
import { CARDS_PER_PERSON, type House } from './words';

export interface Ledger {
  readonly house: House;
  readonly seed: number;
  readonly delays: Delays;
  readonly memory: CarrierMemory;
  readonly book: Book<CarrierRow>;
  readonly clock: BusinessClock;
  /** Shortest and longest processing, business milliseconds; may be changed while running. */
  delayMs: readonly [number, number];
}

/** Changes memory and queues the row; the caller awaits `book.synced()` before anybody is told. */
export function record(ledger: Ledger, row: CarrierRow): void {
  ledger.memory.apply(row);
  ledger.book.append(row);
}

export type Reply = { readonly code: string; readonly message?: string } & Record<string, unknown>;

const refused = (message: string): Reply => ({ code: '1', message });

export function occupy(
  ledger: Ledger,
  request: { readonly reference: string; readonly number: string; readonly planCode: string; readonly minutes: number },
): Reply {
  const { reference, number, planCode, minutes } = request;
  const at = ledger.clock.now();
  const stock = ledger.memory.numbers.get(number);
  if (stock?.planCode !== planCode) return refused(ledger.house.texts.noSuchNumber);
  const held = heldNow(stock, at);
  if (held?.reference === reference) return { code: '0', occupyId: held.occupyId };
  if (stock.takenBy !== null || held) return refused(ledger.house.texts.numberTaken);

  const occupyId = `YZ${number}${String(at)}`;
  record(ledger, { t: 'occupied', reference, occupyId, number, until: at + minutes * 60_000, at });
  return { code: '0', occupyId };
}

/** Gives back what this reference occupies; giving back what it does not occupy changes nothing and is fine. */
export function release(
  ledger: Ledger,
  { reference, number }: { readonly reference: string; readonly number: string },
): Reply {
  const stock = ledger.memory.numbers.get(number);
  if (stock?.occupation?.reference === reference) {
    record(ledger, { t: 'released', reference, number, at: ledger.clock.now() });
  }
  return { code: '0' };
}

/**
 * Takes an order in, once per reference: a repeat is answered as the first time, whatever has become of it since.
 * `refusal` is a planned refusal.
 */
export function submit(ledger: Ledger, submission: Submission, refusal: string | undefined): Reply {
  const { memory, clock } = ledger;
  const known = memory.orders.get(submission.reference);
  if (known)
    return sameOrder(known.submission, submission) ? submitReply(known) : refused(ledger.house.texts.referenceReused);

  const at = clock.now();
  const carrierOrderNo = `${ledger.house.orderPrefix}${String(memory.orders.size + 1).padStart(10, '0')}`;
  const message = refusal ?? reasonToDecline(ledger, submission, at);
  if (message !== undefined) {
    record(ledger, { t: 'declined', carrierOrderNo, submission, message, at });
    return refused(message);
  }
  const { idNumber } = submission.holder;
  const nth = memory.ordersOf(idNumber) + 1;
  const dueAt = at + ledger.delays.draw(idNumber, ledger.house.drawnAs, nth, ledger.delayMs);
  record(ledger, { t: 'submitted', carrierOrderNo, submission, dueAt, at });
  return { code: '0', carrierOrderNo };
}

export function query(ledger: Ledger, reference: string): Reply {
  const order = ledger.memory.orders.get(reference);
  if (!order) return { code: '404', message: ledger.house.texts.noSuchOrder };
  const { carrierOrderNo, state, message, iccid, submission } = order;
  const activation = WAS_ACTIVATED.includes(state) ? order.activation : null;
  return {
    code: '0',
    order: {
      carrierOrderNo,
      reference,
      state,
      message,
      number: submission.number,
      iccid,
      activatedAt: activation && new Date(activation.at).toISOString(),
      activation: activation && {
        personMatches: activation.personMatches,
        province: activation.province,
        city: activation.city,
      },
    },
  };
}

/** Withdraws an order that is not known to be active; withdrawing twice is fine. */
export function cancel(ledger: Ledger, reference: string): Reply {
  const order = ledger.memory.orders.get(reference);
  if (!order) return { code: '404', message: ledger.house.texts.noSuchOrder };
  switch (order.state) {
    case '已撤单':
      return { code: '0' };
    case '已激活':
    case '已停机':
      return refused(ledger.house.texts.alreadyActive);
    case '已销户':
      return refused(ledger.house.texts.alreadyClosed);
    case '已拒绝':
      return refused(ledger.house.texts.alreadyRefused);
    case '处理中':
    case '已开户':
      record(ledger, { t: 'cancelled', reference, at: ledger.clock.now() });
      return { code: '0' };
  }
}

/** Delivers fresh numbers, once per reference. */
export function deliverBatch(
  ledger: Ledger,
  request: { readonly reference: string; readonly planCode: string; readonly city: string; readonly count: number },
): Reply {
  const { memory } = ledger;
  const known = memory.batches.get(request.reference);
  if (known) return { code: '0', batchNo: known.batchNo, numbers: known.numbers };

  const { reference, planCode, city, count } = request;
  const numbers = Array.from({ length: count }, (_, index) =>
    msisdn(ledger.house.numberPrefix, ledger.seed, memory.delivered + index),
  );
  const batchNo = `PC${String(memory.batches.size + 1).padStart(6, '0')}`;
  record(ledger, { t: 'batch', reference, batchNo, planCode, city, numbers, at: ledger.clock.now() });
  return { code: '0', batchNo, numbers };
}

function reasonToDecline(ledger: Ledger, submission: Submission, at: number): string | undefined {
  const { occupyReference, number, planCode, holder, callbackUrl } = submission;
  if (callbackUrl !== null && !isLoopback(callbackUrl)) return ledger.house.texts.badCallbackUrl;
  const stock = ledger.memory.numbers.get(number);
  if (stock?.planCode !== planCode) return ledger.house.texts.noSuchNumber;
  if (stock.takenBy !== null) return ledger.house.texts.numberTaken;
  const held = heldNow(stock, at);
  if (!held) return ledger.house.texts.holdLapsed;
  if (held.reference !== occupyReference) return ledger.house.texts.numberTaken;
  if (ledger.memory.cardsOf(holder.idNumber) >= CARDS_PER_PERSON) return ledger.house.texts.oneIdFive;
  if (ageOn(holder.idNumber, ledger.clock.today()) < 16) return ledger.house.texts.underSixteen;
  return undefined;
}

function heldNow(stock: StockNumber, at: number): StockNumber['occupation'] {
  return stock.occupation && stock.occupation.until > at ? stock.occupation : null;
}

function submitReply(order: CarrierOrder): Reply {
  // Only a refusal at the counter leaves an order without any callback; a later one was accepted first.
  if (order.state === '已拒绝' && order.callbacks === 0) return refused(order.message);
  return { code: '0', carrierOrderNo: order.carrierOrderNo };
}

function sameOrder(a: Submission, b: Submission): boolean {
  return (
    a.number === b.number &&
    a.planCode === b.planCode &&
    a.firstMonthFen === b.firstMonthFen &&
    a.holder.idNumber === b.holder.idNumber &&
    a.holder.name === b.holder.name
  );
}

/** Full years on this day, from the birth date inside an 18-digit ID number. */
function ageOn(idNumber: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(idNumber.slice(6, 10));
  return day.slice(5).replace('-', '') < idNumber.slice(10, 14) ? years - 1 : years;
}
