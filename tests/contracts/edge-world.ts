import type { Pool } from 'pg';
import sharp from 'sharp';
import { inMemoryBlobs } from '../../adapters/blobs/in-memory-blobs';
import { newId } from '../../adapters/ids';
import { inMemoryKeyStore } from '../../adapters/keys/in-memory-key-store';
import { sealing } from '../../adapters/keys/sealing';
import { createPool } from '../../adapters/postgres/pool';
import { hashPassword } from '../../adapters/postgres/sessions';
import { prismaAccounts } from '../../adapters/prisma/accounts';
import { prismaCatalogueDesk } from '../../adapters/prisma/catalogue-desk';
import { prismaClient } from '../../adapters/prisma/client';
import type { CaseId, LinkId, PartyId, PurchaseId, ReviewId, UserId } from '../../domain/brand';
import type { Role } from '../../domain/stages';
import { fromMs } from '../../domain/time';
import type { CardField, FieldReading } from '../../domain/ports/identity-check';
import { contactContext, identityContext } from '../../domain/use-cases/party';
import { evidenceContext, type StoredEvidence } from '../../domain/use-cases/read-identity';
import { addDemoCatalogue } from '../../scripts/seed/demo-catalogue';
import { createMainDatabase, type MainDatabase } from '../support/database';

/** The specimen holder of these tests. */
export const HOLDER = { name: '欧阳建国', idNumber: '11010519491231002X', phone: '19200000888' };

/** Business and real time of a test, moved by hand and apart from each other. */
export function testClock(start = '2026-03-02T02:00:00.000Z') {
  const at = { business: Date.parse(start), real: Date.parse('2026-11-24T00:00:00.000Z') };
  return { at, now: () => fromMs(at.business), nowMs: () => at.business, realMs: () => at.real };
}

export interface EdgeWorld {
  readonly database: MainDatabase;
  readonly pool: Pool;
  readonly clock: ReturnType<typeof testClock>;
  readonly sealing: ReturnType<typeof sealing>;
  readonly blobs: ReturnType<typeof inMemoryBlobs>;
  readonly keys: ReturnType<typeof inMemoryKeyStore>;
  readonly close: () => Promise<void>;
}

/** A migrated database with the demo catalogue, and everything sealed in memory. */
export async function edgeWorld(): Promise<EdgeWorld> {
  const database = await createMainDatabase();
  const prisma = prismaClient(database.url);
  await addDemoCatalogue(prismaCatalogueDesk(prisma));
  await prisma.$disconnect();
  const pool = createPool(database.url, 'edge-test', 6);
  const keys = inMemoryKeyStore();
  const seals = sealing(keys);
  return {
    database,
    pool,
    clock: testClock(),
    sealing: seals,
    blobs: inMemoryBlobs(seals),
    keys,
    close: async () => {
      await pool.end();
      await database.drop();
    },
  };
}

export const addStaff = (world: EdgeWorld, login: string, ...roles: readonly Role[]): Promise<UserId> =>
  addAccount(world, { login, roles, channel: null });

/** An account whose password is `pw-<login>`. */
export async function addAccount(
  world: EdgeWorld,
  account: { readonly login: string; readonly roles: readonly Role[]; readonly channel: string | null },
): Promise<UserId> {
  const id = newId('usr');
  const prisma = prismaClient(world.database.url);
  try {
    const passwordHash = await hashPassword(`pw-${account.login}`);
    await prismaAccounts(prisma).add({ ...account, id, name: `${account.login} 名`, passwordHash });
  } finally {
    await prisma.$disconnect();
  }
  return id;
}

export interface TestPurchase {
  readonly purchase: PurchaseId;
  readonly party: PartyId;
  readonly orders: readonly string[];
  readonly case: CaseId;
  readonly row: number;
  readonly caseRow: number;
}

/** A purchase of `cards` orders in verification, its case waiting for documents, with journal and wait. */
export async function addPurchase(
  world: EdgeWorld,
  cards = 1,
  externalRef: string = newId('ord'),
  channel = 'demo',
): Promise<TestPurchase> {
  const { pool, clock } = world;
  const party = newId('pty');
  const purchase = newId('pur');
  const kyc = newId('kyc');
  const now = clock.now();
  const delivery = { province: '广东省', city: '深圳市', district: '南山区', address: '科技园路 1 号 502' };
  const identity = await world.sealing.seal(
    party,
    'identity',
    JSON.stringify({ name: HOLDER.name, idNumber: HOLDER.idNumber }),
    identityContext(party),
  );
  const contact = await world.sealing.seal(
    party,
    'contact',
    JSON.stringify({ phone: HOLDER.phone, delivery }),
    contactContext(party),
  );
  const one = async (text: string, values: unknown[]): Promise<number> =>
    (await pool.query<{ id: number }>(`${text} returning id`, values)).rows[0]?.id ?? 0;
  const partyRow = await one(
    'insert into parties (public_id, sealed_identity, sealed_contact, created_at) values ($1, $2, $3, $4)',
    [party, Buffer.from(identity), Buffer.from(contact), now],
  );
  const row = await one(
    `insert into purchases (public_id, channel_code, external_ref, party_id, plan_id, carrier_code, city_code, province, agent_code,
       quantity, pinned, created_at)
     values ($1, $6, $2, $3, (select id from plans where code = 'XL29'), 'xinglian', '0755', '广东省', 'AG01', $4,
       '{"kycPolicyVersion":1}', $5)`,
    [purchase, externalRef, partyRow, cards, now, channel],
  );
  const orders: string[] = [];
  const orderRows: number[] = [];
  for (let line = 1; line <= cards; line += 1) {
    const order = newId('ord');
    const orderRow = await one(
      `insert into orders (public_id, purchase_id, line, stage, status, version, channel_code, carrier_code, plan_code, city_code, fee_fen,
         created_at, updated_at)
       values ($1, $2, $3, 'verifying', 'awaiting-documents', 2, $5, 'xinglian', 'XL29', '0755', 2900, $4, $4)`,
      [order, row, line, now, channel],
    );
    await pool.query(
      `insert into journal (order_id, version, at, event, stage, status, actor_kind, actor_id, body) values
       ($1, 1, $2, 'received', 'received', 'accepted', 'channel', $4, $3),
       ($1, 2, $2, 'verificationStarted', 'verifying', 'awaiting-documents', 'system', null, '{"documents":"missing"}')`,
      [orderRow, now, JSON.stringify({ externalRef, line, number: '19300000001' }), channel],
    );
    await addWait(world, 'order', orderRow, 'documents', 'customer');
    orders.push(order);
    orderRows.push(orderRow);
  }
  const caseRow = await one(
    `insert into kyc_cases (public_id, purchase_id, state, round, lead_order_id, needed, opened_at)
     values ($1, $2, 'awaiting-documents', 1, $3, '{front,back,selfie}', $4)`,
    [kyc, row, orderRows[0], now],
  );
  return { purchase, party, orders, case: kyc, row, caseRow };
}

async function addWait(world: EdgeWorld, kind: string, subject: number, what: string, owner: string): Promise<void> {
  const due = fromMs(world.clock.nowMs() + 3 * 24 * 3_600_000);
  const reminder = fromMs(world.clock.nowMs() + 2 * 3_600_000);
  await world.pool.query(
    `insert into waits (public_id, subject_kind, subject_id, workflow_id, what, owner_kind, opened_at, due_at, reminders, then_what)
     values ($1, $2, $3, 'w', $4, $5, $6, $7, array[$8::timestamptz], 'end-expired')`,
    [newId('wai'), kind, subject, what, owner, world.clock.now(), due, reminder],
  );
}

/** A link of this purchase with this token. */
export async function addLink(world: EdgeWorld, { row }: TestPurchase, id: LinkId, tokenHash: string): Promise<void> {
  await world.pool.query(
    `insert into links (public_id, token_hash, purchase_id, purpose, created_at, expires_at) values ($1, $2, $3, 'identity', $4, $5)`,
    [id, tokenHash, row, world.clock.now(), fromMs(world.clock.nowMs() + 3 * 24 * 3_600_000)],
  );
}

const reading = (value: string | null): FieldReading => ({ value, confidence: 0.98, doubtful: false, readings: [] });

/** What the models saw of the specimen: the name is read with one wrong character. */
export function evidence(): StoredEvidence {
  const fields: Record<CardField, FieldReading> = {
    name: { ...reading('欧阳建固'), doubtful: true },
    sex: reading('女'),
    ethnicity: reading('汉'),
    birth: reading('1949-12-31'),
    address: reading('北京市朝阳区东大桥路 8 号'),
    idNumber: reading(HOLDER.idNumber),
    authority: reading('北京市公安局朝阳分局'),
    validFrom: reading('2016-01-01'),
    validTo: reading('长期'),
  };
  const side = { found: true, side: 'front' as const, sharpness: 1, quad: null };
  const face = { faces: 1, box: null, score: 0.9 };
  return {
    reading: {
      front: side,
      back: { ...side, side: 'back' },
      fields,
      portrait: face,
      selfie: face,
      faceDistance: 0.475,
      declared: [],
      typed: [],
      versions: {},
      milliseconds: {},
    },
    declared: { name: HOLDER.name, idNumber: HOLDER.idNumber },
    typed: {},
  };
}

/** Stores the evidence of round 1 and opens a review on it; due in `dueInHours`. */
export async function addReview(world: EdgeWorld, of: TestPurchase, dueInHours = 4): Promise<ReviewId> {
  const { pool, clock } = world;
  const review = newId('rev');
  const sealed = await world.sealing.seal(
    of.party,
    'identity',
    JSON.stringify(evidence()),
    evidenceContext(of.case, 1),
  );
  await pool.query(
    `insert into kyc_checks (case_id, round, sealed_evidence, evidence_hash, scores, versions, authority, checked_at, judged_at)
     values ($1, 1, $2, $3, '{"faceDistance":0.475}', '{}', '{"kind":"answered","code":"200"}', $4, $4)`,
    [of.caseRow, Buffer.from(sealed), 'e'.repeat(64), clock.now()],
  );
  await pool.query(
    `insert into reviews (public_id, case_id, number, round, state, approvals_needed, reasons, evidence_hash, opened_at, due_at)
     values ($1, $2, 1, 1, 'queued', 1, '[{"code":"RN_FACE_REVIEW","part":"selfie"}]', $3, $4, $5)`,
    [review, of.caseRow, 'e'.repeat(64), clock.now(), fromMs(clock.nowMs() + dueInHours * 3_600_000)],
  );
  await pool.query(`update kyc_cases set state = 'in-review' where id = $1`, [of.caseRow]);
  return review;
}

/** A picture of this size, as a phone would send it. */
export const picture = (width = 900, height = 600): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#88aacc' } })
    .jpeg()
    .toBuffer();
