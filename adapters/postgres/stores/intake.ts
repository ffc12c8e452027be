import type { PurchaseId } from '../../../domain/brand';
import type { IntakeStore } from '../../../domain/ports/stores/intake';
import { CLOSE_CASE_WAIT } from './holds';
import { announce, row, rows, run, type Session } from './session';

export function intakeStore(session: Session): IntakeStore {
  return {
    async lockReference(channel, externalRef) {
      await run(session, 'select pg_advisory_xact_lock(hashtextextended($1, 1))', [`${channel}\n${externalRef}`]);
    },
    async lockHolder(digest) {
      await run(session, 'select pg_advisory_xact_lock(hashtextextended($1, 2))', [digest]);
    },
    async find(channel, externalRef) {
      const found = await row<{ body_hash: string; purchase_id: number; public_id: string }>(
        session,
        `select k.body_hash, k.purchase_id, p.public_id from intake_keys k join purchases p on p.id = k.purchase_id
         where k.channel_code = $1 and k.external_ref = $2`,
        [channel, externalRef],
      );
      return (
        found && {
          bodyHash: found.body_hash,
          purchaseRow: found.purchase_id,
          purchaseId: found.public_id as PurchaseId,
        }
      );
    },
    async bind(channel, externalRef, bodyHash, purchaseRow) {
      await run(
        session,
        'insert into intake_keys (channel_code, external_ref, body_hash, purchase_id) values ($1, $2, $3, $4)',
        [channel, externalRef, bodyHash, purchaseRow],
      );
    },
    async refused(channel, externalRef, bodyHash, reasons) {
      await run(
        session,
        'insert into refusals (channel_code, external_ref, body_hash, reasons, at) values ($1, $2, $3, $4, $5)',
        [
          channel,
          externalRef,
          bodyHash,
          JSON.stringify(reasons.map(({ code, pointer }) => ({ code, pointer }))),
          session.now,
        ],
      );
    },
    async conflict(input) {
      const id = session.ids.next('cas');
      const fresh = await run(
        session,
        `insert into conflict_cases (public_id, kind, channel_code, external_ref, purchase_id, order_id, detail, opened_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
        [
          id,
          input.kind,
          input.channel,
          input.externalRef,
          input.purchaseRow,
          input.orderRow,
          JSON.stringify(input.detail),
          session.now,
        ],
      );
      if (fresh > 0) await announce(session, { kind: 'case', id, purchaseId: null });
    },
    async settleConflict(orderRow, kind, by, code) {
      const settled = await rows<{ id: string }>(
        session,
        `update conflict_cases set closed_at = $3, resolution = $5, resolved_by = (select id from users where public_id = $4)
         where order_id = $1 and kind = $2 and closed_at is null returning public_id as id`,
        [orderRow, kind, session.now, by, code],
      );
      for (const { id } of settled) await announce(session, { kind: 'case', id, purchaseId: null });
      if (settled.length > 0) await run(session, CLOSE_CASE_WAIT, [orderRow, session.now]);
    },
  };
}
