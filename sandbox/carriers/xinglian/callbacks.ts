import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../../agenda';
import { call, field, isAway } from '../../calls';
import { type Ledger, record } from './desk';
import { callbackHeaders } from './signature';
import type { PendingCallback } from './state';

/** Business time between attempts; the last figure goes on until the product accepts. */
const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000] as const;
const ANSWER_WITHIN_MS = 10_000;

/** Tells the product what happened, again and again until it answers `{ code: "0" }`. */
export class CallbackDelivery {
  constructor(
    private readonly ledger: Ledger,
    private readonly agenda: Agenda,
    private readonly secret: string,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** Enters every callback that has not been accepted yet. */
  resume(): void {
    for (const pending of this.ledger.memory.callbacks.values()) this.enter(pending);
  }

  private enter(pending: PendingCallback): void {
    const { eventId } = pending.callback;
    if (this.underWay.has(eventId)) return;
    this.agenda.set(`xinglian:callback:${eventId}`, pending.dueAt, `carrier reports ${eventId}`, () =>
      this.deliver(pending),
    );
  }

  private readonly underWay = new Set<string>();

  private async deliver(pending: PendingCallback): Promise<void> {
    const { eventId, copies } = pending.callback;
    this.underWay.add(eventId);
    try {
      const answers = await Promise.all(Array.from({ length: copies }, () => this.post(pending)));
      if (answers.every(Boolean)) {
        record(this.ledger, { t: 'callback-answered', eventId });
      } else {
        const attempt = pending.attempt + 1;
        const wait = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length) - 1] ?? 300_000;
        record(this.ledger, { t: 'callback-put-off', eventId, attempt, dueAt: this.ledger.clock.now() + wait });
      }
      await this.ledger.book.synced();
    } finally {
      this.underWay.delete(eventId);
    }
    const still = this.ledger.memory.callbacks.get(eventId);
    if (still) this.enter(still);
  }

  private async post({ callback, url }: PendingCallback): Promise<boolean> {
    try {
      const headers = callbackHeaders(this.secret, callback.body);
      const answer = await call(url, { method: 'POST', headers, body: callback.body, timeoutMs: ANSWER_WITHIN_MS });
      const accepted = answer.status < 300 && field(answer.body, 'code') === '0';
      if (!accepted) this.log.warn({ eventId: callback.eventId, status: answer.status }, 'callback was not accepted');
      return accepted;
    } catch (error) {
      if (!isAway(error)) this.log.warn({ eventId: callback.eventId }, 'callback got no answer');
      return false;
    }
  }
}
