import { DomainError } from '../errors';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { HandoverPort } from '../ports/use-cases';
import { closeWaits, endOf, record } from './order-changes';

/**
 * The risk case of a parcel that somebody else took: compliance's, opened when the order is held and settled by the
 * decision, or by the engine once the parcel is back before there was one.
 */
export const HANDED_TO_ANOTHER = 'handed-to-another';

/** Why an officer lets a card be activated that somebody else took, or stops it. Codes are never renamed. */
export const HANDOVER_REASONS = {
  clear: ['HOLDER_CONFIRMED', 'HOUSEHOLD_CONFIRMED'],
  stop: ['SIGNED_BY_ANOTHER', 'HOLDER_DENIES'],
} as const;

/**
 * An officer's decision on a parcel that somebody else took: committed here and answered from here; the order's story
 * hears of it as a fact. Who comes second is told how it stands.
 */
export function decideHandover(ports: { readonly work: UnitOfWork }): HandoverPort {
  return {
    decide: ({ orderId, userId, decision, reasonCode }) =>
      ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
        const end = endOf(order);
        if (end) throw new DomainError('StateConflict', `order ${orderId} has ended ${end.stage}`);
        if (order.state.status !== 'activation-held')
          throw new DomainError('StateConflict', `order ${orderId} is ${order.state.status}: nothing is held`);
        const allowed: readonly string[] = HANDOVER_REASONS[decision];
        if (!allowed.includes(reasonCode)) {
          throw new DomainError('BodyInvalid', 'no such reason for this decision', [
            { pointer: '/reasonCode', detail: `one of ${allowed.join(', ')}` },
          ]);
        }
        await closeWaits(tx, order, decision);
        const event = { kind: decision === 'clear' ? 'handoverCleared' : 'activationStopped', reasonCode } as const;
        const decided = await record(tx, order, event, { kind: 'officer', id: userId });
        await tx.intake.settleConflict(order.row, HANDED_TO_ANOTHER, userId, reasonCode);
        const key = `handover/${String(decided.version)}`;
        await tx.facts.insert(decided, { source: 'staff', key, kind: 'handover', body: { decision } });
        return { stage: decided.state.stage, status: decided.state.status };
      }),
  };
}
