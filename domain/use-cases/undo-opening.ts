import type { Msisdn } from '../brand';
import { carrierVerdict } from '../carrier-words';
import { DomainError } from '../errors';
import type { CarrierOrder, CarrierPort } from '../ports/carrier';
import type { Tx } from '../ports/unit-of-work';
import { plusMs } from '../time';
import { WAIT_RULES } from '../waits';
import { endOf, openWait, record } from './order-changes';
import type { OpeningPorts, Opening } from './provisioning-step';

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
