import type { OrderId } from '../brand';
import { assertNever, DomainError } from '../errors';
import type { OrderEvent } from '../order';
import type { UnitOfWork } from '../ports/unit-of-work';
import { type MessageTemplate } from '../texts/messages';
import { messageAboutOrder } from './customer-messages';
import { HANDED_TO_ANOTHER } from './decide-handover';
import { turnBackParcel } from './intercept-parcel';
import { endOf, endOrder, type OrderEnd } from './order-changes';

/** Why an opened card is given back. */
export type Ending = 'returned' | 'lost' | 'expired' | 'stopped' | 'parked';

/**
 * Ends an order whose opening was undone. `standing` where the carrier did not take the card back because it is active:
 * then nothing ends, and the carrier is asked.
 */
export function endJourney(ports: { readonly work: UnitOfWork }) {
  return ({ orderId, ending }: { orderId: OrderId; ending: Ending }): Promise<OrderEnd | 'standing'> =>
    ports.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(orderId);
      if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
      const end = endOf(order);
      if (end) return end;
      const calls = await tx.calls.ofOrder(order.row);
      if (calls.some((call) => call.command === 'submit' && call.state === 'done')) return 'standing';
      const ended = await endOrder(tx, await turnBackParcel(tx, order), eventOf(ending));
      // Who else had taken it has it no longer, and its opening is undone: an officer has nothing left to decide.
      if (ending === 'returned') await tx.intake.settleConflict(order.row, HANDED_TO_ANOTHER, null, 'PARCEL_RETURNED');
      await messageAboutOrder(tx, order.purchaseRow, order.id, MESSAGE[ending], {});
      return ended;
    });
}

function eventOf(ending: Ending): OrderEvent {
  switch (ending) {
    case 'returned':
      return { kind: 'parcelReturned', reasonCode: 'PARCEL_RETURNED' };
    case 'lost':
      return { kind: 'parcelLost' };
    case 'expired':
      return { kind: 'activationExpired' };
    case 'stopped':
      return { kind: 'handoverStopped', reasonCode: 'SIGNED_BY_ANOTHER' };
    case 'parked':
      return { kind: 'parkedExpired' };
    default:
      return assertNever(ending);
  }
}

const MESSAGE = {
  returned: 'parcel-returned',
  lost: 'parcel-lost',
  expired: 'activation-expired',
  stopped: 'order-failed',
  parked: 'order-failed',
} as const satisfies Record<Ending, MessageTemplate>;
