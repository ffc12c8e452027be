import type { OutboxStore } from '../../../domain/ports/stores/outbox';
import { run, type Session } from './session';

export function outboxStore(session: Session): OutboxStore {
  return {
    async put(topic, dedupeKey, body) {
      await run(
        session,
        `with put as (
           insert into outbox (topic, dedupe_key, body, created_at) values ($1, $2, $3, $4) on conflict (dedupe_key) do nothing returning 1
         ) select pg_notify('cardflow_outbox', $1) from put`,
        [topic, `${topic}:${dedupeKey}`, JSON.stringify(body), session.now],
      );
    },
  };
}
