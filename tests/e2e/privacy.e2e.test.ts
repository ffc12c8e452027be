import { randomInt } from 'node:crypto';
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client as TemporalClient, Connection } from '@temporalio/client';
import { Pool } from 'pg';
import { diskBlobs } from '../../adapters/blobs/disk-blobs';
import { postgresKeyStore } from '../../adapters/keys/postgres-key-store';
import { sealing } from '../../adapters/keys/sealing';
import type { ReviewCase } from '../../api/schemas/review';
import { caseId, partyId, type TicketEventId } from '../../domain/brand';
import { KeyDestroyed } from '../../domain/ports/sealing';
import { contactContext, identityContext } from '../../domain/use-cases/party';
import { evidenceContext } from '../../domain/use-cases/read-identity';
import { typedContext } from '../../domain/use-cases/submit-documents';
import { wordsContext } from '../../domain/use-cases/ticket-changes';
import { dice } from '../../scripts/demo/dice';
import {
  COURIER_BOOK,
  decide,
  endings,
  inBook,
  page,
  place,
  fault,
  reviewOf,
  send,
  untilStatus,
} from '../../scripts/demo/actions';
import { act, ask, onDuty, phoneOf, ticketPage, untilTicket } from '../../scripts/demo/tickets';
import { untilQuiet } from '../../scripts/demo/travel';
import type { World } from '../../scripts/demo/world';
import { encodings, searchDatabase, searchFiles, type Needle, type NeedleHit } from '../support/needles';
import type { RunFile } from '../support/stack';
import { copyOfMainDatabase, emptyDatabase, withClient, type OwnDatabase } from './database-copy';
import { borrowProduct, type Product } from './product';
import { sessionAt, startApi } from './second-api';
import { needlesOf, traveller, type Traveller } from './travellers';

jest.setTimeout(300_000);

const draws = dice(randomInt(1_000_000), 'privacy');
let product: Product;
let run: RunFile;
let world: World;
const people: Traveller[] = [];
/** The order that waits for an officer, and the one that waits for documents. */
let reviewed = { orderId: '', reviewId: '', personId: '' };
let waiting = '';
/** What the customer asked and was answered while the card was on its way: whole sentences that chance does not find. */
const question = `我的卡到哪了？暗号${String(randomInt(100_000, 1_000_000))}号门口的快递柜`;
const answer = `您的包裹已到网点，回执${String(randomInt(100_000, 1_000_000))}号，请留意电话`;

/**
 * Outside of the search, because they are not ours: the books of the partners and the SMS inbox, which the sandbox
 * keeps in a folder of its own. They know the people: the carrier must.
 */
const NOT_OURS = ['sandbox'];

/** Main database, key store, and every file of the data folder: Temporal's database with -wal and -shm, logs, blobs, run.json. */
async function search(needles: readonly Needle[]): Promise<NeedleHit[]> {
  const files = readdirSync(product.dataDir)
    .filter((name) => !NOT_OURS.includes(name))
    .map((name) => path.join(product.dataDir, name));
  return [
    ...(await searchDatabase(run.databases.main, needles)),
    ...(await searchDatabase(run.databases.keystore, needles)),
    ...(await searchFiles(files, needles)),
  ];
}

async function newTraveller(): Promise<Traveller> {
  const who = await traveller(world, draws);
  people.push(who);
  return who;
}

/**
 * Somebody who opens her links herself, with her parcel under way. One card in some dozens is read with a doubt, and who is
 * silent then sends no second picture: her order ends, she stays among those who are searched for, and another one comes.
 */
async function underWay(externalRef: string): Promise<{ who: Traveller; orderId: string; externalRef: string }> {
  for (let tries = 1; ; tries += 1) {
    const who = await newTraveller();
    const reference = `${externalRef}-${String(tries)}`;
    const wish = { personId: who.personId, externalRef: reference, behaviour: 'silent' };
    const [orderId = ''] = await place(world, wish);
    const isDoubted = await untilStatus(world, orderId, 'in-transit').then(
      () => false,
      (error: unknown) => {
        if (tries === 3 || !String(error).includes('DOCUMENTS_NOT_SENT')) throw error;
        return true;
      },
    );
    if (!isDoubted) return { who, orderId, externalRef: reference };
  }
}

/** The customer asks by phone page, and support reads it and answers. */
async function askAndAnswer(orderId: string, phone: string): Promise<void> {
  await ask(await phoneOf(world, phone), question);
  await onDuty(world, ['support1'], async () => {
    const { id } = await untilTicket(world, 'support1', orderId, ({ assignee }) => assignee?.mine === true);
    const read = await ticketPage(world, 'support1', id);
    expect(read.entries.map(({ words }) => words)).toContain(question);
    await act(world, 'support1', id, 'answer', { text: answer, waits: false });
    await act(world, 'support1', id, 'close', { outcome: 'solved' });
  });
}

beforeAll(async () => {
  product = await borrowProduct();
  ({ world } = product);
  run = JSON.parse(readFileSync(path.join(product.dataDir, 'run.json'), 'utf8')) as RunFile;

  const byLink = await newTraveller();
  const swapped = await newTraveller();
  const silent = await newTraveller();
  const {
    who: happy,
    orderId: first,
    externalRef,
  } = await underWay(`PRIVATE-${String(draws.below('reference', 1_000_000_000))}`);
  await askAndAnswer(first, happy.phone);
  const [second = ''] = await place(world, { personId: byLink.personId, withImages: false, behaviour: 'honest' });
  expect(await endings(world, [first, second])).toBe('active, active');
  // The courier had her name, phone and address for the parcel.
  expect(await inBook(world, COURIER_BOOK, [first, second])).toEqual(['301', '301']);
  const conflict = await send(world, { personId: happy.personId, externalRef, planCode: 'XL59' });
  expect(conflict.results[0]?.status).toBe(409);

  const refused = await newTraveller();
  const { personId, name, idNumber, phone, delivery } = refused;
  const text = `客户${name}(${idNumber})手机${phone}系军人，住${delivery.address}`;
  await fault(world, { partner: 'carrier', match: { command: 'submit', personId }, effect: 'refuse', text });
  const [no = ''] = await place(world, { personId, behaviour: 'silent' });
  expect(await endings(world, [no])).toBe('rejected CR_ID_TYPE');
  expect((await page(world, no)).carrierCalls.map((call) => call.text)).toContain('客户‹…›(‹…›)手机‹…›系军人，住‹…›');

  const look = { look: 'swapped', behaviour: 'always-swapped' };
  const [third = ''] = await place(world, { ...look, personId: swapped.personId });
  reviewed = { orderId: third, reviewId: (await reviewOf(world, third)) ?? '', personId: swapped.personId };
  expect(reviewed.reviewId).toMatch(/^rev_/);
  [waiting = ''] = await place(world, { personId: silent.personId, withImages: false, behaviour: 'silent' });
  await untilQuiet(world);
});
afterAll(() => {
  (product as Product | undefined)?.giveBack();
});

describe('a stolen copy of database and blobs', () => {
  let copy: OwnDatabase;
  let emptyStore: OwnDatabase;
  let blobDir: string;

  beforeAll(async () => {
    copy = await copyOfMainDatabase(run.databases.main);
    emptyStore = await emptyDatabase(run.databases.keystore, 'keystore/migrations');
    blobDir = mkdtempSync(path.join(os.tmpdir(), 'cardflow-stolen-'));
    cpSync(path.join(product.dataDir, 'blobs'), blobDir, { recursive: true });
    await somebodyTyped();
  });
  afterAll(async () => {
    rmSync(blobDir, { recursive: true, force: true });
    await copy.drop();
    await emptyStore.drop();
  });

  const keysOf = (keystoreUrl: string) => {
    const secrets = JSON.parse(readFileSync(path.join(product.dataDir, 'secrets.json'), 'utf8')) as {
      masterKeys: { epoch: number; keyBase64: string }[];
    };
    return postgresKeyStore({ url: keystoreUrl, masterKeys: secrets.masterKeys });
  };

  /** A card that is read with a doubt is rare: what its customer would have typed is sealed into the copy as the product does. */
  async function somebodyTyped(): Promise<void> {
    const keys = keysOf(run.databases.keystore);
    try {
      await withClient(copy.url, async (client) => {
        const found = await client.query<{ id: string; party: string }>(
          `select k.public_id as id, y.public_id as party from kyc_cases k
           join purchases p on p.id = k.purchase_id join parties y on y.id = p.party_id order by k.id limit 1`,
        );
        const [one] = found.rows;
        if (!one) throw new Error('no case in the copy');
        const typed = JSON.stringify({ name: people[0]?.name });
        const sealed = await sealing(keys).seal(partyId(one.party), 'identity', typed, typedContext(one.id));
        await client.query('update kyc_cases set sealed_typed = $2 where public_id = $1', [one.id, sealed]);
      });
    } finally {
      await keys.close();
    }
  }

  /** Opens every sealed column and blob of the copy; counts what opened and why the rest did not. */
  async function revealAll(keystoreUrl: string): Promise<Record<string, number>> {
    const keys = keysOf(keystoreUrl);
    const seal = sealing(keys);
    const blobs = diskBlobs({ directory: blobDir, sealing: seal });
    const pool = new Pool({ connectionString: copy.url, max: 1 });
    const counts: Record<string, number> = {};
    const attempt = async (what: string, work: () => Promise<unknown>): Promise<void> => {
      const how = await work().then(
        () => 'opened',
        (error: unknown) => (error instanceof KeyDestroyed ? 'no key' : String(error)),
      );
      counts[`${what}: ${how}`] = (counts[`${what}: ${how}`] ?? 0) + 1;
    };
    try {
      const parties = await pool.query<{ id: string; identity: Buffer; contact: Buffer }>(
        'select public_id as id, sealed_identity as identity, sealed_contact as contact from parties',
      );
      for (const { id, identity, contact } of parties.rows) {
        await attempt('identity', () => seal.open(identity, identityContext(partyId(id))));
        await attempt('contact', () => seal.open(contact, contactContext(partyId(id))));
      }
      const checks = await pool.query<{ id: string; round: number; evidence: Buffer }>(
        'select k.public_id as id, c.round, c.sealed_evidence as evidence from kyc_checks c join kyc_cases k on k.id = c.case_id',
      );
      for (const { id, round, evidence } of checks.rows) {
        await attempt('evidence', () => seal.open(evidence, evidenceContext(caseId(id), round)));
      }
      const typed = await pool.query<{ id: string; sealed: Buffer }>(
        'select public_id as id, sealed_typed as sealed from kyc_cases where sealed_typed is not null',
      );
      for (const { id, sealed } of typed.rows) await attempt('typed', () => seal.open(sealed, typedContext(id)));
      const words = await pool.query<{ id: string; sealed: Buffer }>(
        'select public_id as id, sealed_words as sealed from ticket_events where sealed_words is not null',
      );
      for (const { id, sealed } of words.rows) {
        await attempt('words', () => seal.open(sealed, wordsContext(id as TicketEventId)));
      }
      for (const { blob_key } of (await pool.query<{ blob_key: string }>('select blob_key from blobs')).rows) {
        await attempt('image', () => blobs.get(blob_key));
      }
    } finally {
      await pool.end();
      await keys.close();
    }
    return counts;
  }

  /** What an officer who holds the case sees in the console of a product that runs on the copy. */
  async function reveal(keystoreUrl: string): Promise<{ body: ReviewCase; text: string; images: number[] }> {
    const api = await startApi({
      CARDFLOW_DATA: product.dataDir,
      DATABASE_URL: copy.url,
      KEYSTORE_URL: keystoreUrl,
      BLOB_DIR: blobDir,
      TEMPORAL_ADDRESS: run.temporal.address,
      TEMPORAL_NAMESPACE: run.temporal.namespace,
      SANDBOX_URL: run.urls.sandbox,
    });
    try {
      const asOfficer = await sessionAt(api.url, 'officer1', product.passwordOf('officer1'));
      const review = `/v1/reviews/${reviewed.reviewId}`;
      expect((await asOfficer(`${review}/claim`, 'POST')).status).toBe(200);
      const text = await (await asOfficer(review)).text();
      const images: number[] = [];
      for (const image of ['front', 'back', 'selfie', 'portrait']) {
        images.push((await asOfficer(`${review}/images/${image}`)).status);
      }
      return { body: JSON.parse(text) as ReviewCase, text, images };
    } finally {
      await api.stop();
    }
  }

  it('opens nothing with an empty key store, and everything with the store', async () => {
    const without = await revealAll(emptyStore.url);
    const withStore = await revealAll(run.databases.keystore);

    expect(Object.keys(without).sort()).toEqual([
      'contact: no key',
      'evidence: no key',
      'identity: no key',
      'image: no key',
      'typed: no key',
      'words: no key',
    ]);
    expect(Object.keys(withStore).sort()).toEqual([
      'contact: opened',
      'evidence: opened',
      'identity: opened',
      'image: opened',
      'typed: opened',
      'words: opened',
    ]);
    expect(Object.values(without)).toEqual(Object.values(withStore));
    expect(without['contact: no key']).toBeGreaterThanOrEqual(people.length);
  });

  it('shows an officer neither person nor picture with an empty key store, and both with the store', async () => {
    const swapped = people.find(({ personId }) => personId === reviewed.personId);
    const without = await reveal(emptyStore.url);
    const withStore = await reveal(run.databases.keystore);

    expect(withStore.body.clear).toBe(true);
    expect(withStore.text).toContain(swapped?.name);
    expect(withStore.text).toContain(swapped?.idNumber);
    expect(withStore.images).toEqual([200, 200, 200, 200]);
    expect(without.text).not.toContain(swapped?.name);
    expect(without.text).not.toContain(swapped?.idNumber);
    expect(without.body.fields).toEqual([]);
    expect(without.images).toEqual([404, 404, 404, 404]);
  });
});

describe('the people of the orders', () => {
  it('are found nowhere in databases, histories, logs and blobs, however they are written', async () => {
    await decide(world, 'officer1', reviewed.reviewId, 'approve', 'SAME_PERSON');
    await decide(world, 'officer2', reviewed.reviewId, 'approve', 'SAME_PERSON');
    expect(await endings(world, [reviewed.orderId])).toBe('active');
    expect((await page(world, waiting)).order.status).toBe('awaiting-documents');
    await untilQuiet(world);

    const found = await search([
      ...people.flatMap((who, at) => needlesOf(who, `person ${String(at + 1)}`)),
      ...encodings(question, 'what the customer asked'),
      ...encodings(answer, 'what support answered'),
    ]);

    expect(people.every(({ name }) => name.length >= 4)).toBe(true);
    expect(found).toEqual([]);
  });

  it('would be found: a canary in a payload, a log line, a column and a blob is', async () => {
    const canary = `金丝雀${String(randomInt(100_000, 1_000_000))}号试验品`;
    const log = path.join(product.dataDir, 'logs/canary.log');
    const blob = path.join(product.dataDir, 'blobs/canary');
    appendFileSync(log, `${JSON.stringify({ level: 30, msg: `asked for ${canary}` })}\n`);
    writeFileSync(blob, Buffer.concat([Buffer.alloc(1000, 7), Buffer.from(canary, 'utf16le')]));
    const column = await withClient(run.databases.main, (client) =>
      client.query<{ id: string }>(
        `insert into access_log (subject_kind, subject_id, action, reason, at)
         select 'order', 'ord_000000000000', 'view', $1, max(updated_at) from orders returning id`,
        [Buffer.from(canary).toString('base64')],
      ),
    );
    const connection = await Connection.connect({ address: run.temporal.address });
    const bare = new TemporalClient({ connection, namespace: run.temporal.namespace });
    await bare.workflow.getHandle(`order/${waiting}/1`).signal('canary', { holder: canary });
    await connection.close();
    await untilQuiet(world);

    const found = await search(encodings(canary, 'canary'));
    rmSync(log);
    rmSync(blob);
    await withClient(run.databases.main, (client) =>
      client.query('delete from access_log where id = $1', [column.rows[0]?.id]),
    );

    const places = found.map(
      ({ where, kind }) => `${where.replace(`${product.dataDir}/`, '').replace(/[ @].*$/, '')} ${kind}`,
    );
    expect(places).toContain('logs/canary.log utf8');
    expect(places).toContain('blobs/canary utf16le');
    expect(places).toEqual(expect.arrayContaining([expect.stringMatching(/^public\.access_log\.reason base64-utf8/)]));
    expect(places).toEqual(expect.arrayContaining([expect.stringMatching(/^temporal\/temporal\.db(-wal)? utf8$/)]));
    expect(await endings(world, [waiting])).toBe('expired DOCUMENTS_NOT_SENT');
  });
});
