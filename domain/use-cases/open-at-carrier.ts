import type { Msisdn } from '../brand';
import { type CarrierRefusalCode, carrierVerdict, isCarrierRefusal, refusalCode } from '../carrier-words';
import { assertNever, DomainError } from '../errors';
import { partnerText } from '../partner-text';
import type { CarrierPort } from '../ports/carrier';
import type { CallRecord } from '../ports/stores/calls';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx } from '../ports/unit-of-work';
import { OCCUPY_MINUTES } from '../waits';
import { closeWaits, endOf, openWait, record } from './order-changes';
import { type Contact, type Identity, openContact, openIdentity, peopleIn } from './party';
import { type OpeningPorts, type Opening, type ProvisioningStep, next } from './provisioning-step';

/** How long one activity keeps trying before the order waits on a row instead of in a retry. */
export interface Patience {
  /** Pauses between tries, in real ms. */
  readonly pausesMs: readonly number[];
  readonly sleep: (ms: number) => Promise<void>;
}

type Result =
  | { readonly kind: 'accepted'; readonly carrierOrderNo: string }
  | {
      readonly kind: 'refused';
      readonly code: CarrierRefusalCode;
      /** Without the people in it. */
      readonly text: string;
      readonly by: 'occupy' | 'submit';
    }
  | { readonly kind: 'silent'; readonly command: string };

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
    if (known) return ports.work.inTransaction((tx) => settle(tx, ports, opening, known));
    const number = job.order.state.number;
    if (number === null) throw new DomainError('StateConflict', `order ${opening.orderId} lost its number`);

    const carrier = ports.carrierOf(job.submit.partner);
    let result = await attempt(carrier, job.order, { opening, number, ...job }, job.tries > 1);
    for (const pause of patience.pausesMs) {
      if (result.kind !== 'silent') break;
      await patience.sleep(pause);
      result = await attempt(carrier, job.order, { opening, number, ...job }, true);
    }
    return ports.work.inTransaction((tx) => settle(tx, ports, opening, result));
  };
}

/** What an earlier run of this very opening found out: only its answer was lost. */
function outcomeOf({ state, outcome }: CallRecord): Result | null {
  const said = (key: string): string => (typeof outcome?.[key] === 'string' ? outcome[key] : '');
  if (state === 'done') return { kind: 'accepted', carrierOrderNo: said('carrierOrderNo') };
  if (state !== 'refused') return null;
  const [text, code] = [said('text'), said('code')];
  return {
    kind: 'refused',
    code: isCarrierRefusal(code) ? code : refusalCode(text),
    text,
    by: said('by') === 'occupy' ? 'occupy' : 'submit',
  };
}

async function attempt(
  carrier: CarrierPort,
  order: OrderRecord,
  job: {
    readonly opening: Opening;
    readonly number: Msisdn;
    readonly occupy: CallRecord;
    readonly submit: CallRecord;
    readonly identity: Identity;
    readonly contact: Contact;
  },
  queryFirst: boolean,
): Promise<Result> {
  const { occupyReference, submitReference } = job.opening;
  const refused = (text: string, by: 'occupy' | 'submit'): Result => ({
    kind: 'refused',
    code: refusalCode(text),
    text: partnerText(text, peopleIn({ ...job.identity, ...job.contact })),
    by,
  });
  if (queryFirst) {
    const known = await carrier.query(submitReference);
    if (known.kind === 'unknown') return { kind: 'silent', command: 'query' };
    if (known.kind === 'found') {
      return carrierVerdict(job.submit.partner, known.order.word) === 'refused'
        ? refused(known.order.text ?? '', 'submit')
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
    if (occupied.kind === 'refused') return refused(occupied.text, 'occupy');
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
  if (submitted.kind === 'refused') return refused(submitted.text, 'submit');
  return submitted.kind === 'unknown'
    ? { kind: 'silent', command: 'submit' }
    : { kind: 'accepted', carrierOrderNo: submitted.carrierOrderNo };
}

async function settle(tx: Tx, ports: OpeningPorts, opening: Opening, result: Result): Promise<ProvisioningStep> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
  switch (result.kind) {
    case 'accepted': {
      await tx.calls.settle(opening.occupyReference, 'done', {});
      await tx.calls.settle(opening.submitReference, 'done', { carrierOrderNo: result.carrierOrderNo });
      if (order.state.status !== 'opening' && order.state.status !== 'carrier-down')
        return stepAfter(tx, ports, opening);
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
      const { code, text, by } = result;
      await tx.calls.settle(opening.occupyReference, by === 'occupy' ? 'refused' : 'done', { text });
      await tx.calls.settle(opening.submitReference, 'refused', { text, code, by });
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
async function stepAfter(tx: Tx, ports: OpeningPorts, opening: Opening): Promise<ProvisioningStep> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order) throw new DomainError('OrderNotFound', `no order ${opening.orderId}`);
  const end = endOf(order);
  return end ? { kind: 'ended', end } : next(tx, ports, order);
}
