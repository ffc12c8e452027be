import type { Instant } from '../../../domain/brand';
import type { Digest, PartyStore } from '../../../domain/ports/stores/parties';
import { row, rows, run, type Session } from './session';

const digestsOf = (digests: readonly Digest[]): string[] => digests.map((d) => d.digest);

export function partyStore(session: Session): PartyStore {
  return {
    async insert({ id, sealedIdentity, sealedContact }) {
      const inserted = await row<{ id: number }>(
        session,
        'insert into parties (public_id, sealed_identity, sealed_contact, created_at) values ($1, $2, $3, $4) returning id',
        [id, Buffer.from(sealedIdentity), Buffer.from(sealedContact), session.now],
      );
      if (!inserted) throw new Error('insert returned no row');
      return inserted.id;
    },
    async index(partyRow, kind, digests) {
      const newest = digests[0];
      if (!newest) return;
      await run(session, 'insert into party_index (party_id, kind, generation, digest) values ($1, $2, $3, $4)', [
        partyRow,
        kind,
        newest.generation,
        newest.digest,
      ]);
    },
    async standing(kind, digests) {
      // The card limit counts cards open or under way; the cool-down counts purchases that still have such a card.
      const found = await rows<{ carrier_code: string; cards: number; last: string }>(
        session,
        `select p.carrier_code, count(distinct o.id) as cards, max(p.created_at) as last
         from party_index i join purchases p on p.party_id = i.party_id join orders o on o.purchase_id = p.id
         where i.kind = $1 and i.digest = any($2) and o.stage not in ('rejected', 'cancelled', 'expired', 'returned', 'failed')
         group by p.carrier_code`,
        [kind, digestsOf(digests)],
      );
      return found.map((r) => ({ carrier: r.carrier_code, cards: r.cards, lastPurchaseAt: r.last as Instant }));
    },
    async riskKinds(kind, digests) {
      const found = await rows<{ source: string }>(
        session,
        `select distinct source from risk_entries where kind = $1 and digest = any($2) and (expires_at is null or expires_at > $3)`,
        [kind, digestsOf(digests), session.now],
      );
      return found.map((r) => r.source);
    },
    async saveIdentity(id, sealed) {
      await run(session, 'update parties set sealed_identity = $2 where public_id = $1', [id, Buffer.from(sealed)]);
    },
    async sealed(id) {
      const found = await row<{ sealed_identity: Buffer | null; sealed_contact: Buffer | null }>(
        session,
        'select sealed_identity, sealed_contact from parties where public_id = $1',
        [id],
      );
      return { identity: found?.sealed_identity ?? null, contact: found?.sealed_contact ?? null };
    },
  };
}
