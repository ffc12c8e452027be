import { DomainError } from '../errors';
import { choosesNumber } from '../order';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { NumberChoicePort } from '../ports/use-cases';
import { plusMs } from '../time';
import { HOLD_MS } from '../waits';
import { record } from './order-changes';

/**
 * Another number in the place of the one that was lost, taken by compare-and-set; who the customer is was verified and
 * stays so. The wait ends here, so that a deadline that comes before the order hears of it ends nothing.
 */
export function chooseNumber(ports: { readonly work: UnitOfWork }): NumberChoicePort {
  return {
    choose: ({ purchaseId, orderId, number }) =>
      ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        if (order?.purchaseId !== purchaseId) throw new DomainError('OrderNotFound', `no order ${orderId}`);
        // Pressed twice, or its reply was lost.
        if (order.state.number === number) return;
        if (!choosesNumber(order.state))
          throw new DomainError('StepRefused', `order ${orderId} asks for no number: it is ${order.state.status}`);
        const scope = { carrier: order.carrier, planCode: order.planCode, city: order.city };
        const [free] = await tx.numbers.lockChosen(scope, [number]);
        if (free === undefined) throw new DomainError('NumberTaken', 'it is not free any more, or of another pool');
        const until = plusMs(tx.now, HOLD_MS);
        await tx.numbers.hold([{ row: order.row, number }], until);
        await tx.waits.close({ kind: 'order', row: order.row }, 'number-choice', 'chosen');
        const event = { kind: 'numberChosen', number, until } as const;
        const chosen = await record(tx, order, event, { kind: 'customer', id: null });
        const key = `number/${String(chosen.version)}`;
        await tx.facts.insert(chosen, { source: 'customer', key, kind: 'resumed', body: {} });
      }),
  };
}
