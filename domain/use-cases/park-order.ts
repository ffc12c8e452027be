import type { OrderId, WaitId } from '../brand';
import { assertNever, DomainError } from '../errors';
import type { RetriedTo } from '../order';
import type { CaseRecord } from '../ports/stores/cases';
import type { OrderRecord } from '../ports/stores/orders';
import type { ShipmentRecord } from '../ports/stores/shipments';
import type { WaitHandle } from '../ports/stores/waits';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { plusMs } from '../time';
import { PROVISIONING_HOLD_MS, WAIT_RULES } from '../waits';
import { closeWaits, endOf, momentOf, openWait, type OrderEnd, record } from './order-changes';

/** What an order does that a step of ours let down. */
export type ParkedStep =
  | { readonly kind: 'wait'; readonly wait: WaitHandle }
  /** The story goes on from the rows. */
  | { readonly kind: 'again' }
  | { readonly kind: 'giveUp' }
  | { readonly kind: 'ended'; readonly end: OrderEnd };

/** Why support has to look, from the code of the failure; everything else is a step that failed. */
const WHY: Readonly<Record<string, string>> = {
  BlobNotFound: 'PICTURE_MISSING',
  ReferencesUsedUp: 'SOURCE_REQUESTS_USED_UP',
};

/**
 * Gives an order that cannot go on to support, with a deadline; one that is parked already gets another deadline once
 * its own is past. Its number stays held: nobody loses it to a failure of ours. Safe to repeat.
 */
export function parkOrder(ports: { readonly work: UnitOfWork }) {
  return ({ orderId, failure }: { orderId: OrderId; failure: string }): Promise<ParkedStep> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      if (order.state.number)
        await tx.numbers.extend(order.state.number, order.row, plusMs(tx.now, PROVISIONING_HOLD_MS));
      if (order.state.status === 'parked') return { kind: 'wait', wait: await parkedWait(tx, order) };
      await closeWaits(tx, order, 'parked');
      const parked = await record(tx, order, { kind: 'parked', why: WHY[failure] ?? 'STEP_FAILED' });
      return { kind: 'wait', wait: await openWait(tx, parked, 'parked') };
    });
}

/** The open wait for support with a deadline to come; one that is past was not met, so it is extended and escalated. */
export async function parkedWait(tx: Tx, order: OrderRecord): Promise<WaitHandle> {
  const open = await tx.waits.openOf({ kind: 'order', row: order.row });
  const wait = open.find((one) => one.what === 'parked');
  if (!wait) return openWait(tx, order, 'parked');
  const isPast = momentOf({ ...wait, open: true }, Date.parse(tx.now)) === 'due';
  if (isPast) return tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES.parked.dueMs), true);
  return { waitId: wait.waitId, dueInMs: wait.dueInMs };
}

/**
 * What a parked order does next. `news` says that a fact woke it: its identity is tried again, and at the carrier the
 * answer to a question decides. Without news it is given up once its deadline is past.
 */
export function parkedStep(ports: { readonly work: UnitOfWork }) {
  return ({ orderId, woke, news }: { orderId: OrderId; woke: WaitId; news: boolean }): Promise<ParkedStep> =>
    ports.work.inTransaction(async (tx) => {
      const kyc = await tx.cases.lockByOrder(orderId);
      const order = await tx.orders.lock(orderId);
      if (!order || !kyc) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return { kind: 'ended', end };
      if (order.state.status !== 'parked') {
        await tx.waits.close({ kind: 'order', row: order.row }, 'parked', 'moved-on');
        return { kind: 'again' };
      }
      if (news) {
        if (order.state.stage !== 'provisioning') await takeUp(tx, order, kyc);
        return { kind: 'again' };
      }
      const moment = momentOf(await tx.waits.lock(woke), Date.parse(tx.now));
      return moment === 'due' ? { kind: 'giveUp' } : { kind: 'wait', wait: await parkedWait(tx, order) };
    });
}

/** The order stands again where its rows say; the wait for support is over. */
async function takeUp(tx: Tx, order: OrderRecord, kyc: CaseRecord): Promise<void> {
  await tx.waits.close({ kind: 'order', row: order.row }, 'parked', 'retried');
  await record(tx, order, { kind: 'retried', to: await standing(tx, order, kyc) });
}

/** Where the rows of a parked order say that it stands. */
export async function standing(tx: Tx, order: OrderRecord, kyc: CaseRecord): Promise<RetriedTo> {
  const { stage } = order.state;
  if (stage === 'received') return 'accepted';
  // What the carrier has accepted is asked about, not said again.
  if (stage === 'provisioning') return (await isAccepted(tx, order)) ? 'awaiting-carrier' : 'opening';
  const shipment = await tx.shipments.ofOrder(order.row);
  if (stage === 'shipping') return shipment?.parcel ? 'in-transit' : 'dispatching';
  if (stage === 'activating') return standingDelivered(shipment);
  switch (kyc.state) {
    case 'awaiting-documents':
    case 'awaiting-source':
    case 'in-review':
      return kyc.state;
    case 'submitted':
    case 'passed':
    case 'rejected':
    case 'abandoned':
      return 'checking';
    default:
      return assertNever(kyc.state);
  }
}

const isAccepted = async (tx: Tx, order: OrderRecord): Promise<boolean> =>
  (await tx.calls.ofOrder(order.row)).some((call) => call.command === 'submit' && call.state === 'done');

/** Where a delivered card stands that is taken up again: who took its parcel is looked at again rather than forgotten. */
export const standingDelivered = (
  shipment: Pick<ShipmentRecord, 'signedBy'> | null,
): 'activation-held' | 'awaiting-activation' =>
  shipment?.signedBy === 'other' || shipment?.signedBy === 'locker' ? 'activation-held' : 'awaiting-activation';
