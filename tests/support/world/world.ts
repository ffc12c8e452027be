import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { inMemoryBlobs } from '../../../adapters/blobs/in-memory-blobs';
import { newId } from '../../../adapters/ids';
import { blindIndex } from '../../../adapters/keys/blind-index';
import { inMemoryKeyStore } from '../../../adapters/keys/in-memory-key-store';
import { sealing } from '../../../adapters/keys/sealing';
import { linkTokens } from '../../../adapters/links/link-tokens';
import { createPool } from '../../../adapters/postgres/pool';
import { postgresUnitOfWork } from '../../../adapters/postgres/unit-of-work';
import type { BlobId, OrderId, PurchaseId, ReviewId, UserId, WaitId } from '../../../domain/brand';
import type { ClockPort } from '../../../domain/ports/clock';
import type { OrderRecord } from '../../../domain/ports/stores/orders';
import type { OrderCommandInput, ReviewDecisionKind } from '../../../domain/ports/use-cases';
import { fromMs } from '../../../domain/time';
import { acceptOrders } from '../../../domain/use-cases/accept-order';
import { decideReview } from '../../../domain/use-cases/decide-review';
import { receiveHint } from '../../../domain/use-cases/receive-hint';
import { submitDocuments } from '../../../domain/use-cases/submit-documents';
import { createMainDatabase } from '../database';
import { carrierTwin } from './carrier-twin';
import { bankTwin } from './bank-twin';
import { courierTwin } from './courier-twin';
import { CARRIER, type CatalogueSeed, CHANNEL, seedCatalogue } from './catalogue';
import { authorityTwin, smsTwin } from './partner-twins';
import { command, type Person } from './people';
import { picturesOf, readerTwin } from './reader-twin';

/** Business time that stands where a test puts it; `follow` reads another clock, such as a skipping server's. */
export interface StoryClock extends ClockPort {
  readonly set: (ms: number) => void;
}

export function storyClock(startMs = Date.parse('2026-03-02T01:00:00.000Z')): StoryClock {
  let ms = startMs;
  return {
    nowMs: () => ms,
    now: () => fromMs(ms),
    realMs: () => Date.now(),
    set: (to) => {
      ms = to;
    },
  };
}

export const realClock: ClockPort = {
  nowMs: () => Date.now(),
  now: () => fromMs(Date.now()),
  realMs: () => Date.now(),
};

/** A review as an officer saw it. */
interface Shown {
  readonly id: ReviewId;
  readonly evidenceHash: string;
}

type Pictures = Readonly<Partial<Record<'front' | 'back' | 'selfie', Uint8Array>>>;

/** The product without processes: real use cases over a real database of their own, with partners that keep books. */
export async function openWorld<Clock extends ClockPort>(clock: Clock, seed: CatalogueSeed = { numbers: 30 }) {
  const database = await createMainDatabase();
  const pool: Pool = createPool(database.url, 'cardflow-test', 30);
  pool.on('error', () => undefined);
  await seedCatalogue(pool, seed);
  const ids = { next: newId };
  const seal = sealing(inMemoryKeyStore());
  const carrier = carrierTwin();
  const ports = {
    pool,
    clock,
    ids,
    sealing: seal,
    blobs: inMemoryBlobs(seal),
    blindIndex: blindIndex([{ generation: 1, keyBase64: randomBytes(32).toString('base64') }]),
    sha256: (input: string | Uint8Array) => createHash('sha256').update(input).digest('hex'),
    links: linkTokens({ secret: randomBytes(32), publicUrl: 'http://127.0.0.1' }),
    work: postgresUnitOfWork({ pool, clock, ids }),
    carrier,
    carrierOf: (code: string) => {
      if (code !== CARRIER) throw new Error(`nobody plays the carrier ${code}`);
      return carrier;
    },
    courier: courierTwin(),
    bank: bankTwin(),
    authority: authorityTwin(),
    sms: smsTwin(),
    reader: readerTwin(),
    jpegSize: () => Promise.resolve({ width: 10, height: 10 }),
  };
  const intake = acceptOrders(ports);
  const submission = submitDocuments(ports);
  const hints = receiveHint(ports);
  const decisions = decideReview(ports);

  const world = {
    ...ports,
    database,
    url: database.url,
    accept: (input: OrderCommandInput) => intake.accept(CHANNEL, input),
    acceptFrom: (channel: string, input: OrderCommandInput) => intake.accept(channel, input),

    /** Orders with pictures already there unless `pictures` is null. */
    async place(person: Person, pictures: Pictures | null, change: Partial<OrderCommandInput> = {}) {
      const images = pictures ? await upload(pictures) : {};
      const answer = await world.accept(command(person, { ...change, ...(pictures ? { images } : {}) } as never));
      if (answer.kind !== 'accepted') throw new Error(`the order was not accepted: ${JSON.stringify(answer)}`);
      return { purchaseId: answer.purchaseId, ids: answer.orders.map((order) => order.id) };
    },

    /** What the phone page does: pictures into the case, then hand in. */
    async handIn(purchaseId: PurchaseId, pictures: Pictures, confirmed: { name?: string } = {}) {
      const images = await upload(pictures);
      await ports.work.inTransaction(async (tx) => {
        const kyc = await tx.cases.lockByPurchase(purchaseId);
        if (!kyc) throw new Error('no case');
        await tx.cases.save(kyc, { documents: { ...kyc.documents, ...images } });
      });
      return submission.submit({ purchaseId, confirmed });
    },

    /** Hands in pictures of which one is nowhere: reading them fails, and no retry helps. */
    async handInNothing(purchaseId: PurchaseId, person: Person) {
      const lost = 'blb_000000000000';
      await pool.query(
        `update kyc_cases k set documents = $2 from purchases p where p.id = k.purchase_id and p.public_id = $1`,
        [purchaseId, JSON.stringify({ front: lost, back: lost })],
      );
      return world.handIn(purchaseId, { selfie: picturesOf(person).selfie });
    },

    honest: (person: Person) => picturesOf(person),

    /** A callback of the carrier about what it has just done. */
    hint: (reference: string, word: string, eventId = newId('cas')) =>
      hints.receive({ carrier: CARRIER, reference, eventId, word }),

    async order(id: OrderId): Promise<OrderRecord> {
      const found = await ports.work.inTransaction((tx) => tx.orders.lock(id));
      if (!found) throw new Error(`no order ${id}`);
      return found;
    },

    async events(id: OrderId): Promise<readonly string[]> {
      const found = await pool.query<{ event: string }>(
        'select j.event from journal j join orders o on o.id = j.order_id where o.public_id = $1 order by j.version',
        [id],
      );
      return found.rows.map((r) => r.event);
    },

    /** The one open wait for support: who, and in how many ms of business time. */
    async support(id: OrderId): Promise<{ owner: string; dueInMs: number; reason: string | null } | null> {
      const found = await pool.query<{ owner: string; due_at: string; reason: string | null }>(
        `select w.owner_kind as owner, w.due_at, o.reason_code as reason from waits w join orders o on o.id = w.subject_id
         where w.subject_kind = 'order' and w.what = 'parked' and w.closed_at is null and o.public_id = $1`,
        [id],
      );
      const wait = found.rows[0];
      return wait ? { owner: wait.owner, dueInMs: Date.parse(wait.due_at) - clock.nowMs(), reason: wait.reason } : null;
    },

    /** The last wait for support of an order, open or not. */
    async parkedWait(id: OrderId): Promise<WaitId> {
      const found = await pool.query<{ id: WaitId }>(
        `select w.public_id as id from waits w join orders o on o.id = w.subject_id
         where w.subject_kind = 'order' and w.what = 'parked' and o.public_id = $1 order by w.id desc limit 1`,
        [id],
      );
      if (!found.rows[0]) throw new Error(`${id} was never parked`);
      return found.rows[0].id;
    },

    async openWaits(id: OrderId): Promise<readonly string[]> {
      const found = await pool.query<{ what: string }>(
        `select w.what from waits w join orders o on o.id = w.subject_id
         where w.subject_kind = 'order' and w.closed_at is null and o.public_id = $1 order by w.id`,
        [id],
      );
      return found.rows.map((r) => r.what);
    },

    /** The newest opening of an order. */
    async submitReference(id: OrderId): Promise<string> {
      const found = await pool.query<{ reference: string }>(
        `select c.reference from partner_calls c join orders o on o.id = c.order_id
         where o.public_id = $1 and c.command = 'submit' order by c.id desc limit 1`,
        [id],
      );
      const reference = found.rows[0]?.reference;
      if (reference === undefined) throw new Error(`${id} was not submitted`);
      return reference;
    },

    async openReview(purchaseId: PurchaseId): Promise<{ id: ReviewId; evidenceHash: string } | null> {
      const found = await pool.query<{ id: ReviewId; hash: string }>(
        `select r.public_id as id, r.evidence_hash as hash from reviews r join kyc_cases k on k.id = r.case_id join purchases p on p.id = k.purchase_id
         where p.public_id = $1 and r.state in ('queued', 'claimed') order by r.id desc limit 1`,
        [purchaseId],
      );
      const row = found.rows[0];
      return row ? { id: row.id, evidenceHash: row.hash } : null;
    },

    /** Claims as the console does, for ten real minutes or as long as told, and decides. */
    async claim(review: ReviewId, officer: 1 | 2 | 3, leaseMs = 600_000): Promise<void> {
      await pool.query(
        `update reviews set state = 'claimed', lease_user_id = (select id from users where login = $2), lease_real_until = $3
         where public_id = $1 and state in ('queued', 'claimed')`,
        [review, `officer${String(officer)}`, new Date(Date.now() + leaseMs).toISOString()],
      );
    },
    async decide(review: Shown, officer: 1 | 2 | 3, decision: ReviewDecisionKind, reasonCode: string) {
      await world.claim(review.id, officer);
      return world.decideWithoutClaim(review, officer, decision, reasonCode);
    },
    decideWithoutClaim: (review: Shown, officer: 1 | 2 | 3, decision: ReviewDecisionKind, reasonCode: string) =>
      decisions.decide({
        reviewId: review.id,
        userId: `usr_${String(officer).padStart(12, '0')}` as UserId,
        decision,
        reasonCode,
        evidenceHash: review.evidenceHash,
      }),

    /** Everything gone but the tables, then the catalogue anew: much quicker than another database. */
    async clear() {
      const tables = await pool.query<{ name: string }>(
        `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename !~ 'migration'`,
      );
      // The ledger refuses to be emptied; only a test may look away.
      await pool.query(
        `begin; set local session_replication_role = replica;
         truncate ${tables.rows.map(({ name }) => name).join(', ')} restart identity cascade; commit`,
      );
      await pool.query('insert into clock (id, offset_ms, generation) values (1, 0, 0)');
      await seedCatalogue(pool, seed);
    },

    async close() {
      await pool.end();
      await database.drop();
    },
  };

  async function upload(pictures: Pictures): Promise<Record<'front' | 'back' | 'selfie', BlobId>> {
    const images: Partial<Record<'front' | 'back' | 'selfie', BlobId>> = {};
    for (const [kind, bytes] of Object.entries(pictures) as ['front' | 'back' | 'selfie', Uint8Array][]) {
      const owner = ids.next('pty');
      const stored = await ports.blobs.put({ owner, klass: 'images', bytes, contentType: 'image/jpeg' });
      const id = ids.next('blb');
      await pool.query(
        `insert into blobs (public_id, channel_code, kind, owner, blob_key, size, width, height, uploaded_at)
         values ($1, $2, $3, $4, $5, $6, 10, 10, $7)`,
        [id, CHANNEL, kind, owner, stored.blobKey, stored.size, clock.now()],
      );
      images[kind] = id;
    }
    return images as Record<'front' | 'back' | 'selfie', BlobId>;
  }

  return world;
}

export type World<Clock extends ClockPort = ClockPort> = Awaited<ReturnType<typeof openWorld<Clock>>>;
