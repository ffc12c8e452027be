import type { OrderId } from '../brand';
import { DomainError } from '../errors';
import { plusMs } from '../time';
import { WAIT_RULES } from '../waits';
import { closeCaseWithoutOrders } from './close-case';
import { messageAboutOrder } from './customer-messages';
import { turnBackParcel } from './intercept-parcel';
import { endOf, endOrder } from './order-changes';
import { tellOrders } from './verify-identity';
import { type ProvisioningStep, type StepPorts, next } from './provisioning-step';

/**
 * Nobody took the parked order up in time: it ends, everything given back. What could not be given back, because the card
 * went active meanwhile, is looked at again and otherwise stays with support, escalated.
 */
export function giveUp(ports: StepPorts) {
  return ({ orderId }: { orderId: OrderId }): Promise<ProvisioningStep> =>
    ports.work.inTransaction(async (tx) => {
      const kyc = await tx.cases.lockByOrder(orderId);
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
        if (!wait) return next(tx, ports, order);
        const again = await tx.waits.extend(wait, plusMs(tx.now, WAIT_RULES.parked.dueMs), true);
        return { kind: 'wait', wait: again, ask: true };
      }
      const isLeading = kyc?.leadOrderRow === order.row && order.state.stage !== 'provisioning';
      const ended = await endOrder(tx, await turnBackParcel(tx, order), { kind: 'parkedExpired' });
      // Another card of the purchase takes the check over at once, not when its own wait runs out.
      if (kyc && isLeading) await tellOrders(tx, kyc, `lead-ended-${order.id}`);
      if (kyc) await closeCaseWithoutOrders(tx, kyc);
      await messageAboutOrder(tx, order.purchaseRow, order.id, 'order-failed', {});
      return { kind: 'ended', end: ended };
    });
}
