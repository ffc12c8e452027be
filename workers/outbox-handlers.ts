import { z } from 'zod';
import {
  caseId,
  type CaseId,
  orderId,
  type OrderId,
  payoutId,
  type PayoutId,
  reviewId,
  type ReviewId,
  ticketId,
  type TicketId,
  waitId,
  type WaitId,
} from '../domain/brand';
import { restoreOrder } from '../domain/use-cases/activate-order';
import { askEvidence } from '../domain/use-cases/ask-evidence';
import { confirmStop } from '../domain/use-cases/confirm-stop';
import { interceptParcel } from '../domain/use-cases/intercept-parcel';
import { requestNumbers } from '../domain/use-cases/stock-numbers';
import { sendMessage } from '../domain/use-cases/send-message';
import type { OutboxSettings } from '../adapters/postgres/outbox-runner';
import type { Flows } from '../adapters/temporal/flows';
import type { Parts } from './parts';

const id = <Id extends string>(parse: (raw: string) => Id) => z.string().transform((raw) => parse(raw));
const startOrder = z.object({ orderId: id<OrderId>(orderId), attempt: z.number().int() });
const review = z.object({ reviewId: id<ReviewId>(reviewId), caseId: id<CaseId>(caseId), number: z.number().int() });
const ticket = z.object({ ticketId: id<TicketId>(ticketId), round: z.number().int() });
const movedWait = z.object({
  waitId: id<WaitId>(waitId),
  workflowId: z.string(),
  /** Of the clock, where it was the clock that moved. */
  generation: z.number().int().default(0),
});
const batch = z.object({
  reference: z.string(),
  carrier: z.string(),
  planCode: z.string(),
  city: z.string(),
  count: z.number().int(),
});
const asked = z.object({ orderId: id<OrderId>(orderId) });
const referred = z.object({ reference: z.string() });
const released = z.object({ payoutId: id<PayoutId>(payoutId) });

/** Who carries out which topic of the outbox; everything here may run twice. */
export function outboxHandlers(parts: Parts, flows: Flows): OutboxSettings['handlers'] {
  const request = requestNumbers(parts);
  const send = sendMessage(parts);
  const intercept = interceptParcel(parts);
  const restore = restoreOrder(parts);
  const stop = confirmStop(parts);
  const evidence = askEvidence(parts);
  return {
    'start-order': (body) => flows.startOrder(startOrder.parse(body)),
    'start-review': (body) => flows.startReview(review.parse(body)),
    'signal-review': async (body) => {
      await flows.tellReview(review.parse(body));
    },
    'signal-ticket': async (body) => {
      await flows.tellTicket(ticket.parse(body));
    },
    'wait-moved': async (body) => {
      const { generation, ...moved } = movedWait.parse(body);
      // The row may be here before the news of the clock: by the old time there would be too much left.
      await parts.clock.reached(generation);
      const dueInMs = await parts.work.inTransaction(async (tx) => {
        const wait = await tx.waits.lock(moved.waitId);
        return wait?.open ? wait.dueInMs : null;
      });
      if (dueInMs !== null) await flows.moveWait({ ...moved, dueInMs });
    },
    'restore-order': (body) => restore(asked.parse(body)),
    'ask-evidence': (body) => evidence(asked.parse(body)),
    'confirm-stop': (body) => stop(asked.parse(body)),
    'start-payout': (body) => flows.startPayout(released.parse(body)),
    'request-numbers': (body) => request(batch.parse(body)),
    'intercept-parcel': (body) => intercept(referred.parse(body)),
    sms: (body) => send(referred.parse(body)),
  };
}
