import { call } from './client';

export type HandoverDecision = 'clear' | 'stop';

/** Refused with 409 once the order no longer waits for it. */
export async function decideHandover(orderId: string, decision: HandoverDecision, reasonCode: string): Promise<void> {
  await call(`/v1/orders/${encodeURIComponent(orderId)}/handover-decision`, {
    method: 'POST',
    body: { decision, reasonCode },
  });
}
