import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../../agenda';
import { call, field } from '../../calls';
import { Deliveries } from '../../deliveries';
import { type Ledger, record } from './desk';
import { pushSign } from './signature';
import type { PendingPush } from './state';

const ANSWER_WITHIN_MS = 10_000;

export type PushDelivery = Deliveries<PendingPush>;

/** Pushes to the product, sent again and again until it answers `{"result":true,"returnCode":"200"}`. */
export function pushDelivery(ledger: Ledger, agenda: Agenda, log: FastifyBaseLogger): PushDelivery {
  const { memory, book, clock } = ledger;
  const outbox = {
    prefix: 'kuaidi100:push',
    what: ({ id }: PendingPush) => `courier reports ${id}`,
    pending: () => memory.pushes.values(),
    find: (id: string) => memory.pushes.get(id),
    async post({ id, param, url, salt }: PendingPush): Promise<boolean> {
      try {
        const answer = await call(url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
          body: new URLSearchParams({ sign: pushSign(param, salt), param }).toString(),
          timeoutMs: ANSWER_WITHIN_MS,
        });
        const accepted = answer.status < 300 && isYes(answer.body);
        if (!accepted) log.warn({ pushId: id, status: answer.status }, 'push was not accepted');
        return accepted;
      } catch {
        log.warn({ pushId: id }, 'push got no answer');
        return false;
      }
    },
    async accepted(pushId: string): Promise<void> {
      record(ledger, { t: 'push-answered', pushId });
      await book.synced();
    },
    async putOff(pushId: string, attempt: number, waitMs: number): Promise<void> {
      record(ledger, { t: 'push-put-off', pushId, attempt, dueAt: clock.now() + waitMs });
      await book.synced();
    },
  };
  return new Deliveries(outbox, agenda);
}

const isYes = (body: unknown): boolean =>
  field(body, 'returnCode') === '200' && (body as { readonly result?: unknown }).result === true;
