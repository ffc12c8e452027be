import type { Instant, Msisdn } from '../brand';
import { DomainError } from '../errors';
import { type Actor, apply, isEnded, type OrderEvent, SYSTEM } from '../order';
import type { OrderRecord } from '../ports/stores/orders';
import type { WaitHandle, WaitRecord } from '../ports/stores/waits';
import type { Tx } from '../ports/unit-of-work';
import type { EndStage } from '../stages';
import { plusMs, toMs } from '../time';
import { orderWorkflowId } from '../references';
import { WAIT_RULES, type WaitKind } from '../waits';

/** How an order ended: the result of its workflow and the wire form of its fate. */
export interface OrderEnd {
  readonly stage: EndStage;
  readonly reasonCode: string | null;
}

/** Judges an event and writes it: the only door through which use cases change an order. */
export async function record(
  tx: Tx,
  order: OrderRecord,
  event: OrderEvent,
  actor: Actor = SYSTEM,
): Promise<OrderRecord> {
  const applied = apply(order.state, event);
  if (!applied.ok) throw new DomainError('TransitionRefused', `${event.kind} is refused: ${applied.refusal.kind}`);
  return tx.orders.append(order, applied.state, event, actor);
}

/** As `record`, but leaves an order alone that the event does not fit any more (it ended, or is further on). */
export async function recordIfOpen(
  tx: Tx,
  order: OrderRecord,
  event: OrderEvent,
  actor: Actor = SYSTEM,
): Promise<OrderRecord> {
  const applied = apply(order.state, event);
  return applied.ok ? tx.orders.append(order, applied.state, event, actor) : order;
}

/**
 * Opens the wait that this kind has by rule; every open thing has an owner, a deadline and a next step. `dueAt` is for a
 * deadline that somebody else set.
 */
export async function openWait(
  tx: Tx,
  order: OrderRecord,
  what: WaitKind,
  dueAt: Instant | null = null,
): Promise<WaitHandle> {
  const rule = WAIT_RULES[what];
  return tx.waits.open({
    subject: { kind: 'order', row: order.row },
    workflowId: orderWorkflowId(order.id, order.attempt),
    what,
    owner: rule.owner,
    ownerId: null,
    dueAt: dueAt ?? plusMs(tx.now, rule.dueMs),
    reminders: rule.remindersMs.map((ms) => plusMs(tx.now, ms)),
    then: rule.then,
    detail: {},
  });
}

/** Closes every open wait of the order but the one it goes on with. */
export async function closeWaits(
  tx: Tx,
  order: OrderRecord,
  how: string,
  except: WaitKind | null = null,
): Promise<void> {
  for (const wait of await tx.waits.openOf({ kind: 'order', row: order.row })) {
    if (wait.what !== except) await tx.waits.close({ kind: 'order', row: order.row }, wait.what, how);
  }
}

/** What became of a wait whose moment may have come. */
export type WaitMoment = 'closed' | 'early' | 'reminder' | 'due';

export function momentOf(wait: (WaitRecord & { readonly open: boolean }) | null, nowMs: number): WaitMoment {
  if (!wait?.open) return 'closed';
  if (nowMs >= toMs(wait.dueAt)) return 'due';
  return wait.nextReminderAt !== null && nowMs >= toMs(wait.nextReminderAt) ? 'reminder' : 'early';
}

/**
 * Ends an order: the event, its number back in the pool, waits closed, facts settled. Facts that were not dispatched
 * yet are judged by this very transaction, which holds the order's lock, so closing never loses one.
 */
export async function endOrder(
  tx: Tx,
  order: OrderRecord,
  event: OrderEvent,
  actor: Actor = SYSTEM,
): Promise<OrderEnd> {
  const held: Msisdn | null = order.state.number;
  const ended = await record(tx, order, event, actor);
  if (!isEnded(ended.state.stage)) throw new Error(`${event.kind} does not end an order`);
  // A number whose card was opened goes back to the carrier with it; one that was only held is free again.
  if (held !== null && ended.state.stage !== 'active') {
    if (order.state.iccid === null) await tx.numbers.release(held, order.row);
    else await tx.numbers.withdraw(held, order.row);
  }
  await tx.waits.close({ kind: 'order', row: order.row }, 'all', ended.state.stage);
  await tx.facts.settle(ended, 'at-closing');
  return { stage: ended.state.stage, reasonCode: ended.state.reasonCode };
}

export const endOf = (order: OrderRecord): OrderEnd | null =>
  isEnded(order.state.stage) ? { stage: order.state.stage, reasonCode: order.state.reasonCode } : null;

export const isLive = (order: OrderRecord): boolean => !isEnded(order.state.stage);
