import type { LinkId } from '../../../domain/brand';
import type { LinkStore, NotificationStore } from '../../../domain/ports/unit-of-work';
import { row, run, type Session } from './session';

export function linkStore(session: Session): LinkStore {
  return {
    async issue(link) {
      const issued = await row<{ id: number }>(
        session,
        `insert into links (public_id, token_hash, purchase_id, purpose, created_at, expires_at) values ($1, $2, $3, $4, $5, $6) returning id`,
        [link.id, link.tokenHash, link.purchaseRow, link.purpose, session.now, link.expiresAt],
      );
      if (!issued) throw new Error('insert returned no row');
      return issued.id;
    },
    async open(purchaseRow) {
      const found = await row<{ id: number; public_id: string }>(
        session,
        `select id, public_id from links where purchase_id = $1 and revoked_at is null and expires_at > $2 order by id desc limit 1`,
        [purchaseRow, session.now],
      );
      return found && { row: found.id, id: found.public_id as LinkId };
    },
    async extend(linkRow, expiresAt) {
      await run(session, 'update links set expires_at = greatest(expires_at, $2) where id = $1', [linkRow, expiresAt]);
    },
  };
}

export function notificationStore(session: Session): NotificationStore {
  return {
    async put(n) {
      await run(
        session,
        `insert into notifications (purchase_id, template, reference, link_id, params, created_at) values ($1, $2, $3, $4, $5, $6)
         on conflict (reference) do nothing`,
        [n.purchaseRow, n.template, n.reference, n.linkRow, JSON.stringify(n.params), session.now],
      );
    },
  };
}
