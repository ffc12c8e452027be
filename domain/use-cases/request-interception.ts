import type { OrderId } from '../brand';
import { DomainError } from '../errors';
import { isBeforeTheDoor } from '../parcel';
import type { ChangesPort } from '../ports/changes';
import type { CallRecord } from '../ports/stores/calls';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { Interception, InterceptionPort } from '../ports/use-cases';
import { SECOND_MS } from '../time';
import { askInterception, isStanding, lastInterception } from './intercept-parcel';

export interface RequestInterceptionPorts {
  readonly work: UnitOfWork;
  readonly changes: ChangesPort;
  /** Real ms. */
  readonly pause: (ms: number) => Promise<void>;
}

/** So long the courier's answer is waited for. Who was told that it is silent follows the order. */
const PATIENCE_MS = 5 * SECOND_MS;

/**
 * Somebody of ours has a parcel turned round. Committed before the courier hears of it, carried out by the outbox, and
 * answered with what the courier said where it says something soon.
 */
export function requestInterception(ports: RequestInterceptionPorts): InterceptionPort {
  return {
    async intercept({ orderId, userId, reasonCode }) {
      const reference = await ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
        const last = await lastInterception(tx, order);
        if (isStanding(last)) return last.reference;
        const { stage, status } = order.state;
        const shipment = await tx.shipments.ofOrder(order.row);
        const isPossible =
          stage === 'shipping' &&
          shipment !== null &&
          shipment.parcel !== null &&
          shipment.lostAt === null &&
          isBeforeTheDoor(shipment.state);
        if (!isPossible) {
          const parcel = shipment?.parcel ? (shipment.state ?? 'ordered') : 'not sent';
          throw new DomainError('StepRefused', `order ${orderId} is ${stage}, ${status}; its parcel is ${parcel}`);
        }
        return (await askInterception(tx, order, shipment, { by: userId, reasonCode })).reference;
      });
      return answered(ports, orderId, reference);
    },
  };
}

/** Looks again with every change of the order until the courier has answered, or for as long as patience lasts. */
async function answered(ports: RequestInterceptionPorts, orderId: OrderId, reference: string): Promise<Interception> {
  const over = ports.pause(PATIENCE_MS).then(() => true);
  let hear: () => void = () => undefined;
  const stop = ports.changes.subscribe(({ kind, id }) => {
    if (kind === 'resync' || id === orderId) hear();
  });
  try {
    for (;;) {
      // Listening before looking, or an answer between the two would be missed.
      const news = new Promise<false>((resolve) => {
        hear = () => {
          resolve(false);
        };
      });
      const said = outcomeOf(await ports.work.inTransaction((tx) => tx.calls.find(reference)));
      if (said.outcome !== 'asked' || (await Promise.race([over, news]))) return said;
    }
  } finally {
    stop();
  }
}

function outcomeOf(call: CallRecord | null): Interception {
  const text = call?.outcome?.['text'];
  if (call?.state === 'refused') return { outcome: 'refused', courierText: typeof text === 'string' ? text : '' };
  return { outcome: call?.state === 'done' ? 'intercepted' : 'asked' };
}
