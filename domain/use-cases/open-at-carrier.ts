import type { Instant, Msisdn, OrderId, WaitId } from '../brand';
import {
  CARRIER_REFUSALS,
  type CarrierRefusalCode,
  carrierVerdict,
  isCarrierRefusal,
  type RefusalClass,
  refusalCode,
} from '../carrier-words';
import { assertNever, DomainError } from '../errors';
import type { CarrierOrder, CarrierPort } from '../ports/carrier';
import type { SealingPort } from '../ports/sealing';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { partnerReference } from '../references';
import { plusMs } from '../time';
import { OCCUPY_MINUTES, PROVISIONING_HOLD_MS, WAIT_RULES } from '../waits';
import type { NoAnswer } from './judge-identity';
import { messageAboutOrder, reasonForCustomer } from './customer-messages';
import { closeWaits, endOf, endOrder, momentOf, openWait, type OrderEnd, record } from './order-changes';
import { openContact, openIdentity } from './party';

/** After so many openings that the carrier did not want, a person looks (`DOMAIN.md` 4.3: at most five tries). */
const MAX_OPENINGS = 5;

export interface OpeningPorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly carrier: CarrierPort;
}

/** The references of one opening: they exist before the calls and survive a lost reply. */
export interface Opening {
  readonly orderId: OrderId;
  readonly occupyReference: string;
  readonly submitReference: string;
}

export type ProvisioningStep =
  /** Undo of this opening is registered, then it is carried out. */
  | { readonly kind: 'open'; readonly opening: Opening }
  | { readonly kind: 'wait'; readonly wait: WaitHandle; readonly ask: boolean }
  /** The carrier said a definite no: undo, then go on as the code says. */
  | { readonly kind: 'refused'; readonly code: CarrierRefusalCode; readonly opening: Opening }
  | { readonly kind: 'giveUp' }
  | { readonly kind: 'ended'; readonly end: OrderEnd };

/** Says what provisioning does next, and commits the intent of an opening before anybody calls. Safe to run twice. */
export function provisioningStep(ports: Pick<OpeningPorts, 'work'>) {
  return ({ orderId, woke }: { orderId: OrderId; woke: WaitId | null }): Promise<ProvisioningStep> =>
    ports.work.inTransaction(async (tx) => {
      const found = await tx.orders.lock(orderId);
      if (!found) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(found);
      if (end) return { kind: 'ended', end };
      const elapsed = woke === null ? { order: found } : await waitElapsed(tx, found, woke);
      return 'step' in elapsed ? elapsed.step : next(tx, elapsed.order);
    });
}

async function waitElapsed(
  tx: Tx,
  order: OrderRecord,
  woke: WaitId,
): Promise<{ order: OrderRecord } | { step: ProvisioningStep }> {
  const wait = await tx.waits.lock(woke);
  const moment = momentOf(wait, Date.parse(tx.now));
  if (!wait || moment === 'closed' || moment === 'early') return { order };
  const ask = wait.what === 'carrier-answer';
  if (moment === 'reminder') {
    const handle = await tx.waits.reminded(wait);
    if (ask) return { step: { kind: 'wait', wait: handle, ask } };
    // Looked at again: a batch may have brought the number that was missing.
    return { order: await record(tx, order, { kind: 'reminded', what: wait.what, times: wait.remindedTimes + 1 }) };
  }
  switch (wait.what) {
    case 'carrier-back': {
      await closeWaits(tx, order, 'ask-again');
      return { order: await record(tx, order, { kind: 'carrierResumed' }) };
    }
    case 'carrier-answer': {
      const handle = await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES[wait.what].dueMs), true);
      return { step: { kind: 'wait', wait: handle, ask } };
    }
    case 'number-choice': {
      const end = await endOrder(tx, order, { kind: 'numberWaitExpired' });
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'number-expired', {});
      return { step: { kind: 'ended', end } };
    }
    case 'parked':
      return { step: { kind: 'giveUp' } };
    case 'documents':
    case 'identity-verdict':
    case 'identity-source':
    case 'review':
      return { order };
    default:
      return assertNever(wait.what);
  }
}

async function next(tx: Tx, found: OrderRecord): Promise<ProvisioningStep> {
  switch (found.state.status) {
    case 'awaiting-carrier':
      return { kind: 'wait', wait: await openWait(tx, found, 'carrier-answer'), ask: false };
    case 'carrier-down':
      return { kind: 'wait', wait: await openWait(tx, found, 'carrier-back'), ask: false };
    case 'parked':
      return { kind: 'wait', wait: await openWait(tx, found, 'parked'), ask: false };
    default:
      break;
  }
  const order = await withNumber(tx, found);
  const number = order.state.number;
  if (number === null) {
    const asked = order.state.status === 'awaiting-number' ? order : await askForNumber(tx, order);
    await closeWaits(tx, asked, 'number-asked', 'number-choice');
    return { kind: 'wait', wait: await openWait(tx, asked, 'number-choice'), ask: false };
  }
  await closeWaits(tx, order, 'opening');
  return { kind: 'open', opening: await intend(tx, order, number) };
}

/** The loser of a chosen number is told; where one is drawn by rule, the next batch brings it and nobody has to act. */
async function askForNumber(tx: Tx, order: OrderRecord): Promise<OrderRecord> {
  if (order.chosenNumber) await messageAboutOrder(tx, order.purchaseRow, order.id, 'number-lost', {});
  return record(tx, order, {
    kind: 'numberAsked',
    reasonCode: order.chosenNumber ? 'NUMBER_TAKEN' : 'CR_NO_STOCK',
  });
}

/** Keeps the number held, takes the chosen one back after a lapse, or draws another where one was drawn before. */
async function withNumber(tx: Tx, order: OrderRecord): Promise<OrderRecord> {
  const until: Instant = plusMs(tx.now, PROVISIONING_HOLD_MS);
  if (order.state.number !== null) {
    if (await tx.numbers.extend(order.state.number, order.row, until)) return order;
    throw new DomainError('StateConflict', `order ${order.id} names a number that it does not hold`);
  }
  const scope = { carrier: order.carrier, planCode: order.planCode, city: order.city };
  const [number] = order.chosenNumber
    ? await tx.numbers.lockChosen(scope, [order.chosenNumber])
    : await tx.numbers.pick(scope, 1);
  if (number === undefined) return order;
  await tx.numbers.hold([{ row: order.row, number }], until);
  return record(tx, order, { kind: 'numberHeld', number, until });
}

/** The opening under way, or the next one: an unknown result keeps its reference, a definite refusal takes the next number. */
async function intend(tx: Tx, order: OrderRecord, number: Msisdn): Promise<Opening> {
  const calls = await tx.calls.ofOrder(order.row);
  const over = calls.filter(
    (call) => call.command === 'submit' && call.state !== 'open' && call.state !== 'unknown' && call.state !== 'done',
  );
  const turn = over.length + 1;
  const opening: Opening = {
    orderId: order.id,
    occupyReference: partnerReference(order.id, order.attempt, 'occupy', turn),
    submitReference: partnerReference(order.id, order.attempt, 'submit', turn),
  };
  if (calls.some((call) => call.reference === opening.submitReference)) return opening;
  const base = {
    partner: order.carrier,
    orderRow: order.row,
    purchaseRow: order.purchaseRow,
    attempt: order.attempt,
    number: turn,
  };
  await tx.calls.intend({ ...base, command: 'occupy', reference: opening.occupyReference, intent: { number } });
  await tx.calls.intend({
    ...base,
    command: 'submit',
    reference: opening.submitReference,
    intent: { number, planCode: order.planCode, amountFen: order.feeFen },
  });
  await record(tx, order, {
    kind: 'openingStarted',
    occupyReference: opening.occupyReference,
    submitReference: opening.submitReference,
  });
  return opening;
}

type Result =
  | { readonly kind: 'accepted'; readonly carrierOrderNo: string }
  | { readonly kind: 'refused'; readonly text: string; readonly by: 'occupy' | 'submit' }
  | { readonly kind: 'silent'; readonly command: string };

/** How long one activity keeps trying before the order waits on a row instead of in a retry. */
export interface Patience {
  /** Pauses between tries, in real ms. */
  readonly pausesMs: readonly number[];
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * Occupies the number and submits the order. Whatever happened to an earlier try is found out by query before anything
 * is said again, and everything is said with the same references.
 */
export function openAtCarrier(ports: OpeningPorts) {
  return async (opening: Opening, patience: Patience): Promise<ProvisioningStep> => {
    const job = await ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(opening.orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
      const occupy = await tx.calls.find(opening.occupyReference);
      const submit = await tx.calls.find(opening.submitReference);
      if (!occupy || !submit) throw new Error(`the opening ${opening.submitReference} was not intended`);
      // Counted before the call: a process that dies in it leaves the trace that a query must come first.
      const tries = await tx.calls.tried(opening.submitReference);
      return {
        order,
        occupy,
        submit,
        tries,
        identity: await openIdentity(tx, ports.sealing, order.partyId),
        contact: await openContact(tx, ports.sealing, order.partyId),
      };
    });
    const known = outcomeOf(job.submit);
    if (known) return ports.work.inTransaction((tx) => settle(tx, opening, known));
    const number = job.order.state.number;
    if (number === null) throw new DomainError('StateConflict', `order ${opening.orderId} lost its number`);

    let result = await attempt(ports.carrier, job.order, { opening, number, ...job }, job.tries > 1);
    for (const pause of patience.pausesMs) {
      if (result.kind !== 'silent') break;
      await patience.sleep(pause);
      result = await attempt(ports.carrier, job.order, { opening, number, ...job }, true);
    }
    return ports.work.inTransaction((tx) => settle(tx, opening, result));
  };
}

/** What an earlier run of this very opening found out: only its answer was lost. */
function outcomeOf({ state, outcome }: CallRecord): Result | null {
  const said = (key: string): string => (typeof outcome?.[key] === 'string' ? outcome[key] : '');
  if (state === 'done') return { kind: 'accepted', carrierOrderNo: said('carrierOrderNo') };
  if (state !== 'refused') return null;
  return { kind: 'refused', text: said('text'), by: said('by') === 'occupy' ? 'occupy' : 'submit' };
}

async function attempt(
  carrier: CarrierPort,
  order: OrderRecord,
  job: {
    readonly opening: Opening;
    readonly number: Msisdn;
    readonly occupy: CallRecord;
    readonly identity: { name: string; idNumber: string };
    readonly contact: { phone: string };
  },
  queryFirst: boolean,
): Promise<Result> {
  const { occupyReference, submitReference } = job.opening;
  if (queryFirst) {
    const known = await carrier.query(submitReference);
    if (known.kind === 'unknown') return { kind: 'silent', command: 'query' };
    if (known.kind === 'found') {
      return carrierVerdict(known.order.word) === 'refused'
        ? { kind: 'refused', text: known.order.text ?? '', by: 'submit' }
        : { kind: 'accepted', carrierOrderNo: known.order.carrierOrderNo };
    }
  }
  if (job.occupy.state !== 'done') {
    const occupied = await carrier.occupy({
      reference: occupyReference,
      number: job.number,
      planCode: order.planCode,
      minutes: OCCUPY_MINUTES,
    });
    if (occupied.kind === 'refused') return { ...occupied, by: 'occupy' };
    if (occupied.kind === 'unknown') return { kind: 'silent', command: 'occupy' };
  }
  const submitted = await carrier.submit({
    reference: submitReference,
    occupyReference,
    number: job.number,
    planCode: order.planCode,
    firstMonthFen: order.feeFen,
    holder: { ...job.identity, phone: job.contact.phone },
  });
  if (submitted.kind === 'refused') return { ...submitted, by: 'submit' };
  return submitted.kind === 'unknown'
    ? { kind: 'silent', command: 'submit' }
    : { kind: 'accepted', carrierOrderNo: submitted.carrierOrderNo };
}

async function settle(tx: Tx, opening: Opening, result: Result): Promise<ProvisioningStep> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
  switch (result.kind) {
    case 'accepted': {
      await tx.calls.settle(opening.occupyReference, 'done', {});
      await tx.calls.settle(opening.submitReference, 'done', { carrierOrderNo: result.carrierOrderNo });
      if (order.state.status !== 'opening' && order.state.status !== 'carrier-down') return stepAfter(tx, opening);
      await closeWaits(tx, order, 'accepted');
      const accepted = await record(
        tx,
        order,
        { kind: 'carrierAccepted', submitReference: opening.submitReference, carrierOrderNo: result.carrierOrderNo },
        { kind: 'carrier', id: order.carrier },
      );
      return { kind: 'wait', wait: await openWait(tx, accepted, 'carrier-answer'), ask: false };
    }
    case 'refused': {
      const code = refusalCode(result.text);
      await tx.calls.settle(opening.occupyReference, result.by === 'occupy' ? 'refused' : 'done', {
        text: result.text,
      });
      await tx.calls.settle(opening.submitReference, 'refused', { text: result.text, code, by: result.by });
      return { kind: 'refused', code, opening };
    }
    case 'silent': {
      await tx.calls.settle(opening.submitReference, 'unknown', { why: result.command });
      const down = await record(tx, order, { kind: 'carrierDown', command: result.command });
      return { kind: 'wait', wait: await openWait(tx, down, 'carrier-back'), ask: false };
    }
    default:
      return assertNever(result);
  }
}

/** The step of an order whose opening somebody else settled meanwhile. */
async function stepAfter(tx: Tx, opening: Opening): Promise<ProvisioningStep> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
  const end = endOf(order);
  return end ? { kind: 'ended', end } : next(tx, order);
}

/**
 * Asks the carrier how the order stands, because a callback is only a hint. Active is confirmed here and nowhere else
 * (confirmation level L2).
 */
export function confirmAtCarrier(ports: Pick<OpeningPorts, 'work' | 'carrier'>) {
  return async ({ orderId }: { orderId: OrderId }): Promise<ProvisioningStep | NoAnswer> => {
    const opening = await ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const calls = await tx.calls.ofOrder(order.row);
      const submit = calls.filter((call) => call.command === 'submit' && call.state === 'done').at(-1);
      return submit ? { orderId, submitReference: submit.reference, occupyReference: occupyOf(calls, submit) } : null;
    });
    if (!opening) return provisioningStep(ports)({ orderId, woke: null });
    const answer = await ports.carrier.query(opening.submitReference);
    if (answer.kind === 'unknown') return { kind: 'noAnswer' };
    return ports.work.inTransaction((tx) => believe(tx, opening, answer.kind === 'found' ? answer.order : null));
  };
}

const occupyOf = (calls: readonly CallRecord[], submit: CallRecord): string =>
  calls.find((call) => call.command === 'occupy' && call.reference.slice(-2) === submit.reference.slice(-2))
    ?.reference ?? submit.reference;

async function believe(tx: Tx, opening: Opening, said: CarrierOrder | null): Promise<ProvisioningStep> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
  const end = endOf(order);
  if (end) return { kind: 'ended', end };
  const isParked = order.state.status === 'parked';
  if (order.state.status !== 'awaiting-carrier' && !isParked) return next(tx, order);
  // It accepted the order and now does not know it: nobody guesses, a person looks.
  const verdict = said === null ? 'unknown' : carrierVerdict(said.word);
  // A person looks already: only what settles the matter changes that.
  const isSettled = verdict === 'active' || verdict === 'refused' || verdict === 'cancelled';
  if (isParked && !isSettled) return next(tx, order);
  switch (verdict) {
    case 'processing':
      return { kind: 'wait', wait: await openWait(tx, order, 'carrier-answer'), ask: false };
    case 'opened': {
      const calls = await tx.calls.find(opening.submitReference);
      if (calls?.outcome?.['word'] !== said?.word) {
        await tx.calls.settle(opening.submitReference, 'done', { ...calls?.outcome, word: said?.word });
        await record(tx, order, { kind: 'carrierProgress', word: 'opened' }, { kind: 'carrier', id: order.carrier });
      }
      return { kind: 'wait', wait: await openWait(tx, order, 'carrier-answer'), ask: false };
    }
    case 'active':
      return activate(tx, order, opening, said);
    case 'refused':
    case 'cancelled': {
      const code = verdict === 'cancelled' ? 'CR_CUSTOMER_CANCEL' : refusalCode(said?.text ?? '');
      await tx.calls.settle(opening.submitReference, 'refused', { text: said?.text ?? '', code });
      await closeWaits(tx, order, 'refused');
      if (isParked) await resumed(tx, order);
      return { kind: 'refused', code, opening };
    }
    case 'unknown':
      return park(tx, order, 'CARRIER_WORD_UNKNOWN');
    default:
      return assertNever(verdict);
  }
}

async function activate(
  tx: Tx,
  order: OrderRecord,
  opening: Opening,
  said: CarrierOrder | null,
): Promise<ProvisioningStep> {
  const number = order.state.number;
  if (!said || number === null || said.number !== number || said.iccid === null)
    return park(tx, order, 'CARRIER_NUMBER_DIFFERS');
  const { iccid } = said;
  if (!(await tx.numbers.sell(number, order.row)))
    throw new DomainError('StateConflict', `order ${order.id} does not hold its number`);
  const call = await tx.calls.find(opening.submitReference);
  await tx.calls.settle(opening.submitReference, 'done', { ...call?.outcome, word: said.word, iccid });
  const end = await endOrder(
    tx,
    order,
    { kind: 'activated', number, iccid, activatedAt: said.activatedAt ?? tx.now },
    { kind: 'carrier', id: order.carrier },
  );
  await messageAboutOrder(tx, order.purchaseRow, order.id, 'number-active', { number });
  return { kind: 'ended', end };
}

async function park(tx: Tx, order: OrderRecord, why: string): Promise<ProvisioningStep> {
  if (order.state.status === 'parked') return next(tx, order);
  await closeWaits(tx, order, 'parked');
  const parked = await record(tx, order, { kind: 'parked', why });
  return { kind: 'wait', wait: await openWait(tx, parked, 'parked'), ask: false };
}

/**
 * Undoes an opening at the carrier: withdraws the order if it stands, gives the number back. Safe to repeat. `undone` is
 * false where the card went active meanwhile: then nothing is given back.
 */
export function undoOpening(ports: Pick<OpeningPorts, 'work' | 'carrier'>) {
  return async (opening: Opening): Promise<{ readonly undone: boolean }> => {
    try {
      return await undo(ports, opening);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'PartnerDown')
        await ports.work.inTransaction((tx) => undoAwaited(tx, opening));
      throw error;
    }
  };
}

async function undo(
  ports: Pick<OpeningPorts, 'work' | 'carrier'>,
  opening: Opening,
): Promise<{ readonly undone: boolean }> {
  const { occupy, submit } = await ports.work.inTransaction(async (tx) => ({
    occupy: await tx.calls.find(opening.occupyReference),
    submit: await tx.calls.find(opening.submitReference),
  }));
  if (!occupy || !submit) return { undone: true };
  if (submit.state !== 'refused' && submit.state !== 'undone') {
    const active = await withdraw(ports.carrier, opening);
    if (active) {
      const { carrierOrderNo } = active;
      await ports.work.inTransaction((tx) =>
        tx.calls.settle(opening.submitReference, 'done', { ...submit.outcome, carrierOrderNo }),
      );
      return { undone: false };
    }
  }
  const number = occupy.intent['number'];
  if (occupy.state !== 'refused' && occupy.state !== 'undone' && typeof number === 'string') {
    const released = await ports.carrier.release({ reference: opening.occupyReference, number: number as Msisdn });
    if (released.kind === 'unknown')
      throw new DomainError('PartnerDown', `release ${opening.occupyReference}: ${released.why}`);
  }
  await ports.work.inTransaction(async (tx) => {
    if (occupy.state !== 'refused') await tx.calls.settle(opening.occupyReference, 'undone', { ...occupy.outcome });
    if (submit.state !== 'refused') await tx.calls.settle(opening.submitReference, 'undone', { ...submit.outcome });
  });
  return { undone: true };
}

/** Withdraws what stands; resolves to the order where it is active, for that is not withdrawn any more. */
async function withdraw(carrier: CarrierPort, opening: Opening): Promise<CarrierOrder | null> {
  const known = await carrier.query(opening.submitReference);
  if (known.kind === 'unknown') throw new DomainError('PartnerDown', `query ${opening.submitReference}: ${known.why}`);
  if (known.kind === 'absent') return null;
  const verdict = carrierVerdict(known.order.word);
  if (verdict === 'active') return known.order;
  if (verdict === 'refused' || verdict === 'cancelled') return null;
  const cancelled = await carrier.cancel(opening.submitReference);
  if (cancelled.kind !== 'done')
    throw new DomainError('PartnerDown', `cancel ${opening.submitReference}: ${cancelled.kind}`);
  return null;
}

/** An undo that fails goes on being tried; meanwhile the order says that it waits for the carrier. */
async function undoAwaited(tx: Tx, opening: Opening): Promise<void> {
  const found = await tx.orders.lock(opening.orderId);
  // A parked order waits for support already, and says so.
  if (!found || endOf(found) || found.state.status === 'parked') return;
  const order =
    found.state.status === 'carrier-down' ? found : await record(tx, found, { kind: 'carrierDown', command: 'undo' });
  const open = await tx.waits.openOf({ kind: 'order', row: order.row });
  const known = open.find((wait) => wait.what === 'carrier-back');
  if (known) await tx.waits.extend(known, plusMs(tx.now, WAIT_RULES['carrier-back'].dueMs), false);
  else await openWait(tx, order, 'carrier-back');
}

/** After the undo: another number where that can help, a person where the words are unclear, else the end with its reason. */
export function afterRefusal(ports: Pick<OpeningPorts, 'work'>) {
  return ({
    orderId,
    code,
    submitReference,
  }: {
    orderId: OrderId;
    code: string;
    submitReference: string;
  }): Promise<ProvisioningStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      const known: CarrierRefusalCode = isCarrierRefusal(code) ? code : 'CR_UNKNOWN';
      const klass: RefusalClass = CARRIER_REFUSALS[known];
      // Judged before: only the answer was lost, and what came after must not be judged in its place.
      const submits = (await tx.calls.ofOrder(order.row)).filter((call) => call.command === 'submit');
      const isJudged = submits.at(-1)?.reference !== submitReference || order.state.status === 'parked';
      if (isJudged || order.state.status === 'awaiting-number') return next(tx, order);
      const isRepeatable = klass === 'A' || klass === 'H';
      if (klass === 'O' || (isRepeatable && submits.length >= MAX_OPENINGS)) return park(tx, order, known);
      if (klass === 'A') return otherNumber(tx, order, known);
      if (klass === 'H') return next(tx, await resumed(tx, order));
      const ended = await endOrder(
        tx,
        order,
        { kind: 'carrierRefused', reasonCode: known, submitReference },
        { kind: 'carrier', id: order.carrier },
      );
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'carrier-refused', { reason: reasonForCustomer(known) });
      return { kind: 'ended', end: ended };
    });
}

/** Ready to be opened again, whatever it waited for. */
const resumed = async (tx: Tx, order: OrderRecord): Promise<OrderRecord> =>
  order.state.status === 'opening' ? order : record(tx, order, { kind: 'carrierResumed' });

/** The refused number leaves the order only after another was drawn, or the draw would bring it again. */
async function otherNumber(tx: Tx, order: OrderRecord, code: CarrierRefusalCode): Promise<ProvisioningStep> {
  const { number } = order.state;
  if (number === null) return next(tx, order);
  const step = await next(tx, await record(tx, order, { kind: 'numberTaken', number }));
  if (code === 'CR_NUMBER_TAKEN') await tx.numbers.withdraw(number, order.row);
  else await tx.numbers.release(number, order.row);
  return step;
}

/**
 * Nobody took the parked order up in time: it ends, everything given back. What could not be given back, because the card
 * went active meanwhile, is looked at again and otherwise stays with support, escalated.
 */
export function giveUp(ports: Pick<OpeningPorts, 'work'>) {
  return ({ orderId }: { orderId: OrderId }): Promise<ProvisioningStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      const isStanding = (await tx.calls.ofOrder(order.row)).some(
        (call) => call.command === 'submit' && call.state === 'done',
      );
      if (isStanding) {
        const open = await tx.waits.openOf({ kind: 'order', row: order.row });
        const wait = open.find((one) => one.what === 'parked');
        if (!wait) return next(tx, order);
        const again = await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES.parked.dueMs), true);
        return { kind: 'wait', wait: again, ask: true };
      }
      const ended = await endOrder(tx, order, { kind: 'parkedExpired' });
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'order-failed', {});
      return { kind: 'ended', end: ended };
    });
}
