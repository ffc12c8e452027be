import type { UserId } from '../brand';
import type { Decidable } from '../commission';
import { DomainError } from '../errors';
import type { DecisionCommands, DecisionWords } from '../ports/commission-desk';
import type { IdsPort } from '../ports/messages';
import type { DecisionRecord } from '../ports/stores/decisions';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { alignHolds, wantedHolds } from './align-holds';

/**
 * What finance decides about commission that is held because nobody says who activated the card or where: one person
 * proposes, another one confirms. What is confirmed is evidence like any other: the next settlement judges on it. A false
 * condition is never overruled, and while a case is open or the carrier is still being asked there is nothing to decide.
 */
export function decisionCommands(ports: { readonly work: UnitOfWork; readonly ids: IdsPort }): DecisionCommands {
  return {
    propose: (orderId, words, maker) =>
      ports.work.inTransaction(async (tx) => {
        const order = await tx.orders.lock(orderId);
        if (!order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
        const open = await tx.decisions.openOf(order.row);
        if (open) {
          if (isRepeat(open, words, maker)) return open.id;
          throw new DomainError('DecisionOpen', `${open.id} about ${orderId} waits for a second person`);
        }
        await mayDecide(tx, order, words.conditions);
        const id = ports.ids.next('dec');
        await tx.decisions.propose({ ...words, id, orderRow: order.row, maker });
        await alignHolds(tx, order.row);
        return id;
      }),

    confirm: (id, checker) =>
      ports.work.inTransaction(async (tx) => {
        const { order, decision } = await lock(tx, id);
        if (decision.maker === checker) {
          throw new DomainError('MakerMayNotConfirm', 'whoever proposed a decision does not confirm it');
        }
        if (decision.checker === checker) return decision.orderId;
        if (decision.state !== 'proposed') throw closed(decision);
        await mayDecide(tx, order, decision.conditions);
        await tx.decisions.confirm(decision, checker);
        await alignHolds(tx, order.row);
        return decision.orderId;
      }),

    withdraw: (id, by, reason) =>
      ports.work.inTransaction(async (tx) => {
        const { order, decision } = await lock(tx, id);
        if (decision.withdrawnBy === by) return decision.orderId;
        if (decision.state !== 'proposed') throw closed(decision);
        await tx.decisions.withdraw(decision, by, reason);
        await alignHolds(tx, order.row);
        return decision.orderId;
      }),
  };
}

async function lock(
  tx: Tx,
  id: DecisionRecord['id'],
): Promise<{ readonly order: OrderRecord; readonly decision: DecisionRecord }> {
  const found = await tx.decisions.find(id);
  const order = found && (await tx.orders.lock(found.orderId));
  // Read again under the order's lock.
  const decision = order && (await tx.decisions.find(id));
  if (!order || !decision) throw new DomainError('DecisionNotFound', `no decision ${id}`);
  return { order, decision };
}

/** Throws unless these are exactly the conditions that hold the commission now, and nothing but people can end it. */
async function mayDecide(tx: Tx, order: OrderRecord, conditions: readonly Decidable[]): Promise<void> {
  await tx.commission.lock(order.row);
  const [wanted] = await wantedHolds(tx, order.row);
  if (wanted === undefined || wanted.what === 'commission-case') {
    throw new DomainError('NothingToDecide', `the commission of ${order.id} does not wait for finance`);
  }
  const unknown = await tx.commission.unknownOf(order.row);
  if (unknown.length === 0) throw new DomainError('NothingToDecide', `everything about ${order.id} is known`);
  const isSame = unknown.length === conditions.length && unknown.every((code) => conditions.includes(code));
  if (!isSame) throw new DomainError('EvidenceChanged', `not known of ${order.id}: ${unknown.join(', ')}`);
}

const closed = ({ id, state }: DecisionRecord): DomainError =>
  new DomainError('DecisionClosed', `decision ${id} is ${state}`);

const isRepeat = (open: DecisionRecord, words: DecisionWords, maker: UserId): boolean =>
  open.maker === maker &&
  open.verdict === words.verdict &&
  open.reason === words.reason &&
  open.conditions.join() === words.conditions.join();
