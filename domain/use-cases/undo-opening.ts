import type { Msisdn } from '../brand';
import { carrierVerdict } from '../carrier-words';
import { DomainError } from '../errors';
import type { CarrierOrder, CarrierPort } from '../ports/carrier';
import type { CallRecord } from '../ports/stores/calls';
import type { Tx } from '../ports/unit-of-work';
import { plusMs } from '../time';
import { WAIT_RULES } from '../waits';
import { closeWaits, endOf, openWait, record } from './order-changes';
import { parkedWait } from './park-order';
import type { OpeningPorts, Opening } from './provisioning-step';

/** After so many tries, about two minutes with the pauses between them, support is told that an undo keeps failing. */
export const PATIENT_UNDOS = 8;

/** Told once for each order that is parked because its undo keeps failing. */
export type UndoAlarm = (opening: Opening) => void;

/**
 * Undoes an opening at the carrier: withdraws the order if it stands, gives the number back. Safe to repeat. `undone` is
 * false where the card went active meanwhile: then nothing is given back. Throws PartnerDown for as long as the carrier does
 * not do it; from the `PATIENT_UNDOS`th try on the order is parked as `COMPENSATION_FAILED`, and the tries go on.
 */
export function undoOpening(ports: Pick<OpeningPorts, 'work' | 'carrierOf'>, alarm: UndoAlarm = () => undefined) {
  return async (opening: Opening, tries = 1): Promise<{ readonly undone: boolean }> => {
    try {
      return await undo(ports, opening);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'PartnerDown') {
        const isNews = await ports.work.inTransaction((tx) =>
          tries < PATIENT_UNDOS ? undoAwaited(tx, opening) : undoParked(tx, opening),
        );
        if (isNews) alarm(opening);
      }
      throw error;
    }
  };
}

async function undo(
  ports: Pick<OpeningPorts, 'work' | 'carrierOf'>,
  opening: Opening,
): Promise<{ readonly undone: boolean }> {
  const { occupy, submit } = await ports.work.inTransaction(async (tx) => ({
    occupy: await tx.calls.find(opening.occupyReference),
    submit: await tx.calls.find(opening.submitReference),
  }));
  if (!occupy || !submit) return { undone: true };
  const carrier = ports.carrierOf(submit.partner);
  if (submit.state !== 'refused' && submit.state !== 'undone') {
    const active = await withdraw(carrier, submit.partner, opening);
    if (active) {
      const { carrierOrderNo } = active;
      await ports.work.inTransaction(async (tx) => {
        await tx.calls.settle(opening.submitReference, 'done', { ...submit.outcome, carrierOrderNo });
        await undoSucceeded(tx, opening, submit);
      });
      return { undone: false };
    }
  }
  const number = occupy.intent['number'];
  if (occupy.state !== 'refused' && occupy.state !== 'undone' && typeof number === 'string') {
    const released = await carrier.release({ reference: opening.occupyReference, number: number as Msisdn });
    if (released.kind === 'unknown')
      throw new DomainError('PartnerDown', `release ${opening.occupyReference}: ${released.why}`);
  }
  await ports.work.inTransaction(async (tx) => {
    if (occupy.state !== 'refused') await tx.calls.settle(opening.occupyReference, 'undone', { ...occupy.outcome });
    if (submit.state !== 'refused') await tx.calls.settle(opening.submitReference, 'undone', { ...submit.outcome });
    await undoSucceeded(tx, opening, submit);
  });
  return { undone: true };
}

/** Withdraws what stands; resolves to the order where it is active, for that is not withdrawn any more. */
async function withdraw(carrier: CarrierPort, code: string, opening: Opening): Promise<CarrierOrder | null> {
  const known = await carrier.query(opening.submitReference);
  if (known.kind === 'unknown') throw new DomainError('PartnerDown', `query ${opening.submitReference}: ${known.why}`);
  if (known.kind === 'absent') return null;
  const verdict = carrierVerdict(code, known.order.word);
  if (verdict === 'active' || verdict === 'suspended' || verdict === 'closed') return known.order;
  if (verdict === 'refused' || verdict === 'cancelled') return null;
  const cancelled = await carrier.cancel(opening.submitReference);
  if (cancelled.kind !== 'done')
    throw new DomainError('PartnerDown', `cancel ${opening.submitReference}: ${cancelled.kind}`);
  return null;
}

/** An undo that fails goes on being tried; meanwhile the order says that it waits for the carrier. */
async function undoAwaited(tx: Tx, opening: Opening): Promise<false> {
  const found = await tx.orders.lock(opening.orderId);
  // A parked order waits for support already, and says so.
  if (!found || endOf(found) || found.state.status === 'parked') return false;
  const order =
    found.state.status === 'carrier-down' ? found : await record(tx, found, { kind: 'carrierDown', command: 'undo' });
  const open = await tx.waits.openOf({ kind: 'order', row: order.row });
  const known = open.find((wait) => wait.what === 'carrier-back');
  if (known) await tx.waits.extend(known, plusMs(tx.now, WAIT_RULES['carrier-back'].dueMs), false);
  else await openWait(tx, order, 'carrier-back');
  return false;
}

/** Why an order is parked whose undo keeps failing. */
export const COMPENSATION_FAILED = 'COMPENSATION_FAILED';

/** Gives the order to support because of its undo; true when it was not parked for that before. */
async function undoParked(tx: Tx, opening: Opening): Promise<boolean> {
  const order = await tx.orders.lock(opening.orderId);
  if (!order || endOf(order)) return false;
  if (order.state.status === 'parked' && order.state.reasonCode === COMPENSATION_FAILED) {
    await parkedWait(tx, order);
    return false;
  }
  const submit = await tx.calls.find(opening.submitReference);
  if (!submit) throw new Error(`the opening ${opening.submitReference} was not intended`);
  // What it was parked for before is kept beside the call: once undone, it ends for that reason.
  const parkedFor = order.state.status === 'parked' ? order.state.reasonCode : null;
  await tx.calls.settle(opening.submitReference, submit.state, { ...submit.outcome, parkedFor });
  await closeWaits(tx, order, 'undo-fails', 'parked');
  const parked = await record(tx, order, { kind: 'parked', why: COMPENSATION_FAILED });
  await parkedWait(tx, parked);
  return true;
}

/** The order goes on as if its undo had worked at once. */
async function undoSucceeded(tx: Tx, { orderId }: Opening, submit: CallRecord): Promise<void> {
  const order = await tx.orders.lock(orderId);
  if (!order || order.state.status !== 'parked' || order.state.reasonCode !== COMPENSATION_FAILED) return;
  const parkedFor = submit.outcome?.['parkedFor'];
  const reasonCode = typeof parkedFor === 'string' ? parkedFor : null;
  if (reasonCode === null) await closeWaits(tx, order, 'undone');
  await record(tx, order, { kind: 'undoSucceeded', reasonCode });
}
