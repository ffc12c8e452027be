import {
  type Client,
  WorkflowExecutionAlreadyStartedError,
  WorkflowIdReusePolicy,
  WorkflowNotFoundError,
} from '@temporalio/client';
import type { CaseId, OrderId, ReviewId, WaitId } from '../../domain/brand';
import { orderWorkflowId, payoutWorkflowId, reviewWorkflowId, ticketWorkflowId } from '../../domain/references';
import { fact, type OrderInput, waitMoved } from '../../workflows/order.messages';
import type { PayoutInput } from '../../workflows/payout.messages';
import { reviewChanged, type ReviewInput } from '../../workflows/review.messages';
import { ticketChanged, type TicketInput } from '../../workflows/ticket.messages';

/** Task queue of the workflows and their local activities. */
export const ORDERS_QUEUE = 'orders';

/**
 * Starts and signals, all by fixed ids: doing one again changes nothing. Whether an order ended meanwhile is an answer,
 * not an error, because its rows say how.
 */
export interface Flows {
  startOrder: (input: OrderInput) => Promise<void>;
  /** Starts the order's workflow if nobody did yet. False when that workflow has ended. */
  tellOrder: (input: { orderId: OrderId; attempt: number; seq: number; kind: string }) => Promise<boolean>;
  startReview: (input: ReviewInput) => Promise<void>;
  tellReview: (input: { reviewId: ReviewId; caseId: CaseId; number: number }) => Promise<boolean>;
  /** Starts the round's workflow if nobody did yet; false when it has ended. */
  tellTicket: (input: TicketInput) => Promise<boolean>;
  startPayout: (input: PayoutInput) => Promise<void>;
  moveWait: (input: { workflowId: string; waitId: WaitId; dueInMs: number }) => Promise<boolean>;
}

export function temporalFlows(client: Client): Flows {
  const once = { taskQueue: ORDERS_QUEUE, workflowIdReusePolicy: WorkflowIdReusePolicy.REJECT_DUPLICATE } as const;

  async function start(workflowType: string, workflowId: string, input: unknown): Promise<void> {
    try {
      await client.workflow.start(workflowType, { ...once, workflowId, args: [input] });
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    }
  }

  async function tell(work: () => Promise<unknown>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError || error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  return {
    startOrder: (input) => start('order', orderWorkflowId(input.orderId, input.attempt), input),
    tellOrder: ({ orderId, attempt, seq, kind }) =>
      tell(() =>
        client.workflow.signalWithStart('order', {
          ...once,
          workflowId: orderWorkflowId(orderId, attempt),
          args: [{ orderId, attempt }],
          signal: fact,
          signalArgs: [{ seq, kind }],
        }),
      ),
    startReview: (input) => start('review', reviewWorkflowId(input.caseId, input.number), input),
    tellReview: (input) =>
      tell(() =>
        client.workflow.signalWithStart('review', {
          ...once,
          workflowId: reviewWorkflowId(input.caseId, input.number),
          args: [input],
          signal: reviewChanged,
          signalArgs: [],
        }),
      ),
    tellTicket: (input) =>
      tell(() =>
        client.workflow.signalWithStart('ticket', {
          ...once,
          workflowId: ticketWorkflowId(input.ticketId, input.round),
          args: [input],
          signal: ticketChanged,
          signalArgs: [],
        }),
      ),
    startPayout: (input) => start('payout', payoutWorkflowId(input.payoutId), input),
    moveWait: ({ workflowId, waitId, dueInMs }) =>
      tell(() => client.workflow.getHandle(workflowId).signal(waitMoved, { waitId, dueInMs })),
  };
}
