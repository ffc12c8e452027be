import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { OrderId, WaitId } from '../domain/brand';
import type { EndStage } from '../domain/stages';

export interface OrderInput {
  readonly orderId: OrderId;
  readonly attempt: number;
}

export interface OrderResult {
  readonly stage: EndStage;
  readonly reasonCode: string | null;
}

/** A fact that is committed in PostgreSQL; delivered at least once, known by its sequence. */
export interface FactSignal {
  readonly seq: number;
  readonly kind: string;
}

/** The time left of a wait changed: the clock was moved, or the row was. */
export interface WaitMovedSignal {
  readonly waitId: WaitId;
  readonly dueInMs: number;
}

export const fact = defineSignal<[FactSignal]>('fact');
export const waitMoved = defineSignal<[WaitMovedSignal]>('waitMoved');

/** Where the story is, for operators; lists and "why is it waiting" come from PostgreSQL. */
export const orderProgress = defineQuery<{
  readonly at: string;
  readonly waitId: WaitId | null;
  readonly facts: number;
}>('orderProgress');
