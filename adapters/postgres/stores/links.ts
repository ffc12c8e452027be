import type { Instant, LinkId, PartyId } from '../../../domain/brand';
import type { LinkStore } from '../../../domain/ports/stores/links';
import type { NotificationStore } from '../../../domain/ports/stores/notifications';
import type { Json } from '../../../domain/ports/stores/row';
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
    async open(purchaseRow, purpose) {
      const found = await row<{ id: number; public_id: string }>(
        session,
        `select id, public_id from links
         where purchase_id = $1 and purpose = $3 and revoked_at is null and expires_at > $2 order by id desc limit 1`,
        [purchaseRow, session.now, purpose],
      );
      return found && { row: found.id, id: found.public_id as LinkId };
    },
    async issuedSince(purchaseRow, since) {
      const found = await row<{ count: number; oldest: string | null }>(
        session,
        'select count(*) as count, min(created_at) as oldest from links where purchase_id = $1 and created_at > $2',
        [purchaseRow, since],
      );
      return { count: found?.count ?? 0, oldest: (found?.oldest ?? null) as Instant | null };
    },
    async sentSince(purchaseRow, template, since) {
      const found = await row<{ id: string; expires_at: string }>(
        session,
        `select l.public_id as id, l.expires_at from links l join notifications n on n.link_id = l.id
         where l.purchase_id = $1 and l.revoked_at is null and n.template = $2 and l.created_at > $3 order by l.id desc limit 1`,
        [purchaseRow, template, since],
      );
      return found && { id: found.id as LinkId, expiresAt: found.expires_at as Instant };
    },
    async revoke(purchaseRow) {
      await run(session, 'update links set revoked_at = $2 where purchase_id = $1 and revoked_at is null', [
        purchaseRow,
        session.now,
      ]);
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
    async find(reference) {
      const found = await row<{
        party: string;
        template: string;
        params: Json;
        link: string | null;
        sent_at: string | null;
      }>(
        session,
        `select y.public_id as party, n.template, n.params, l.public_id as link, n.sent_at
         from notifications n join purchases p on p.id = n.purchase_id join parties y on y.id = p.party_id
         left join links l on l.id = n.link_id where n.reference = $1`,
        [reference],
      );
      return (
        found && {
          partyId: found.party as PartyId,
          template: found.template,
          params: found.params,
          linkId: found.link as LinkId | null,
          sent: found.sent_at !== null,
        }
      );
    },
    async sent(reference, messageId) {
      await run(session, 'update notifications set sent_at = $2, message_id = $3 where reference = $1', [
        reference,
        session.now,
        messageId,
      ]);
    },
  };
}
