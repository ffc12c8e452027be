import type { UserId } from '../brand';
import { DomainError } from '../errors';
import type { ResumeReason } from '../stages';
import type { CaseRecord } from '../ports/stores/cases';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { ResumeOrderPort } from '../ports/use-cases';
import { standing } from './park-order';
import { endOf, record } from './order-changes';
import { COMPENSATION_FAILED } from './undo-opening';

/**
 * Support lets a parked order go on from the step it stood at: committed here and answered from here; its story hears of
 * it as a fact. `waitId` names the wait that is let go, so that the same request said twice is one, and one that comes
 * late lets no later trouble go.
 */
export function resumeOrder(ports: { readonly work: UnitOfWork }): ResumeOrderPort {
  return {
    resume: ({ orderId, userId, waitId, reasonCode }) =>
      ports.work.inTransaction(async (tx) => {
        const kyc = await tx.cases.lockByOrder(orderId);
        const order = await tx.orders.lock(orderId);
        if (!kyc || !order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
        const wait = await tx.waits.lock(waitId);
        if (wait?.what !== 'parked' || !(await tx.waits.isOf(wait, { kind: 'order', row: order.row })))
          throw new DomainError('StateConflict', `order ${orderId} was not parked with ${waitId}`);
        if (wait.closedHow === RESUMED) return { stage: order.state.stage, status: order.state.status };
        const end = endOf(order);
        if (end) throw new DomainError('StateConflict', `order ${orderId} has ended ${end.stage}`);
        if (!wait.open || order.state.status !== 'parked')
          throw new DomainError('StateConflict', `order ${orderId} is ${order.state.status}: it goes on already`);
        if (order.state.reasonCode === COMPENSATION_FAILED)
          throw new DomainError('StepRefused', 'it is being given back, which goes on by itself');
        // From the deadline on everything is given back; letting it go on in the middle of that would leave half of it.
        if (wait.escalated || wait.dueAt <= tx.now)
          throw new DomainError('StepRefused', 'its time with support is over: it is being given back');
        const resumed = await goOn(tx, order, kyc, { userId, reasonCode });
        const key = `resume/${waitId}`;
        await tx.facts.insert(resumed, { source: 'staff', key, kind: 'resumed', body: { reasonCode } });
        return { stage: resumed.state.stage, status: resumed.state.status };
      }),
  };
}

/** How a wait ended that somebody let go. */
const RESUMED = 'resumed';

async function goOn(
  tx: Tx,
  order: OrderRecord,
  kyc: CaseRecord,
  by: { readonly userId: UserId; readonly reasonCode: ResumeReason },
): Promise<OrderRecord> {
  await tx.waits.close({ kind: 'order', row: order.row }, 'parked', RESUMED);
  const to = await standing(tx, order, kyc);
  return record(tx, order, { kind: 'retried', to, reasonCode: by.reasonCode }, { kind: 'staff', id: by.userId });
}
