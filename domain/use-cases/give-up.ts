import type { OrderId } from '../brand';
import { DomainError } from '../errors';
import { plusMs } from '../time';
import { WAIT_RULES } from '../waits';
import { messageAboutOrder } from './customer-messages';
import { endOf, endOrder } from './order-changes';
import { type OpeningPorts, type ProvisioningStep, next } from './provisioning-step';

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
