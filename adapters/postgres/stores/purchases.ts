import type { NamedConsent } from '../../../domain/consents';
import type { PurchaseStore } from '../../../domain/ports/stores/purchases';
import { row, rows, run, type Session } from './session';

export function purchaseStore(session: Session): PurchaseStore {
  return {
    async insert(p) {
      const inserted = await row<{ id: number }>(
        session,
        `insert into purchases (public_id, channel_code, external_ref, party_id, plan_id, carrier_code, city_code, province, agent_code,
           quantity, pinned, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning id`,
        [
          p.id,
          p.channel,
          p.externalRef,
          p.partyRow,
          p.plan.row,
          p.plan.carrier,
          p.city,
          p.province,
          p.agentCode,
          p.quantity,
          JSON.stringify(p.pinned),
          session.now,
        ],
      );
      if (!inserted) throw new Error('insert returned no row');
      return inserted.id;
    },
    async turn(purchaseRow) {
      await run(session, 'select 1 from purchases where id = $1 for no key update', [purchaseRow]);
    },
    async consent(purchaseRow, consents, source) {
      await run(
        session,
        `insert into consents (purchase_id, kind, text_hash, source, given_at)
         select $1, kind, text_hash, $2, $3 from unnest($4::text[], $5::text[]) as given (kind, text_hash) on conflict do nothing`,
        [purchaseRow, source, session.now, consents.map((c) => c.kind), consents.map((c) => c.textHash)],
      );
    },
    consents: (purchaseRow) => consentsOf(session, purchaseRow, 'withdrawn_at is null'),
    declinedConsents: (purchaseRow) => consentsOf(session, purchaseRow, 'withdrawn_at is not null'),
    async claimBlobs(purchaseRow, channel, blobs) {
      const kinds = Object.keys(blobs);
      const claimed = await run(
        session,
        `update blobs b set purchase_id = $1 from unnest($2::text[], $3::text[]) as named (kind, public_id)
         where b.public_id = named.public_id and b.kind = named.kind and b.channel_code = $4 and b.purchase_id is null`,
        [purchaseRow, kinds, Object.values(blobs), channel],
      );
      return claimed === kinds.length;
    },
  };
}

/** A consent that was declined is a row that was withdrawn when it was written: who declines may still agree later. */
async function consentsOf(
  session: Session,
  purchaseRow: number,
  which: 'withdrawn_at is null' | 'withdrawn_at is not null',
): Promise<readonly NamedConsent[]> {
  return rows<{ kind: string; textHash: string }>(
    session,
    `select kind, text_hash as "textHash" from consents where purchase_id = $1 and ${which}`,
    [purchaseRow],
  );
}
