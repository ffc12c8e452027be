import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../../agenda';
import { call, field, isAway } from '../../calls';
import { Deliveries } from '../../deliveries';
import { type Ledger, record } from '../house/desk';
import { callbackHeaders } from './signature';
import type { PendingCallback } from '../house/state';

const ANSWER_WITHIN_MS = 10_000;

export type CallbackDelivery = Deliveries<PendingCallback>;

/** Callbacks to the product, sent again and again until it answers `{ code: "0" }`. */
export function callbackDelivery(
  ledger: Ledger,
  agenda: Agenda,
  secret: string,
  log: FastifyBaseLogger,
): CallbackDelivery {
  const { memory, book, clock } = ledger;
  const outbox = {
    prefix: 'xinglian:callback',
    what: ({ id }: PendingCallback) => `carrier reports ${id}`,
    pending: () => memory.callbacks.values(),
    find: (id: string) => memory.callbacks.get(id),
    async post({ id, body, url }: PendingCallback): Promise<boolean> {
      try {
        const headers = callbackHeaders(secret, body);
        const answer = await call(url, { method: 'POST', headers, body, timeoutMs: ANSWER_WITHIN_MS });
        const accepted = answer.status < 300 && field(answer.body, 'code') === '0';
        if (!accepted) log.warn({ eventId: id, status: answer.status }, 'callback was not accepted');
        return accepted;
      } catch (error) {
        log[isAway(error) ? 'debug' : 'warn']({ eventId: id }, 'callback got no answer');
        return false;
      }
    },
    async accepted(eventId: string): Promise<void> {
      record(ledger, { t: 'callback-answered', eventId });
      await book.synced();
    },
    async putOff(eventId: string, attempt: number, waitMs: number): Promise<void> {
      record(ledger, { t: 'callback-put-off', eventId, attempt, dueAt: clock.now() + waitMs });
      await book.synced();
    },
  };
  return new Deliveries(outbox, agenda);
}
