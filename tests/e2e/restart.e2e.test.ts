import { randomInt } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ReviewCase } from '../../api/schemas/review';
import { compareBooks } from '../../scripts/demo/books';
import { dice } from '../../scripts/demo/dice';
import {
  endings,
  fault,
  openedAtCarrier,
  page,
  person,
  place,
  reviewOf,
  untilStatus,
} from '../../scripts/demo/actions';
import { setClocks, untilQuiet } from '../../scripts/demo/travel';
import { openWorld, type World } from '../../scripts/demo/world';
import { freePort } from '../support/ports';
import { startStack, type Stack } from '../support/stack';
import { until } from '../support/until';
import { withClient } from './database-copy';

jest.setTimeout(400_000);

const draws = dice(randomInt(1_000_000), 'restart');
const patience = { withinMs: 90_000, everyMs: 100 };
let dataDir: string;
let stack: Stack | undefined;

beforeAll(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'cardflow-restart-'));
});
afterAll(async () => {
  await stack?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A base whose first ports are free, away from the 22000 of `npm start`. */
async function portBase(): Promise<number> {
  return Math.min(Math.max((await freePort()) - 100, 23_000), 31_000);
}

function runs(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${String(pid)}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** As when the machine loses power: nobody is asked, nobody gets to write a last word. */
async function killEverything(victim: Stack): Promise<void> {
  const { supervisor, children } = victim.run();
  const pids = [supervisor, ...children, ...children.flatMap(({ holder }) => holder ?? [])].map(({ pid }) => pid);
  for (const pid of pids) process.kill(pid, 'SIGKILL');
  await until('every process to be gone', () => !pids.some(runs), patience);
}

interface Orders {
  /** By how the order is to go on after the restart. */
  readonly ids: Readonly<
    Record<'silent' | 'byLink' | 'reviewed' | 'acted' | 'notActed' | 'onTheWay' | 'atHome', string>
  >;
  readonly reviewId: string;
}

/**
 * One card lies at its customer's, one is with the courier, two orders wait for documents, one lies before an officer, two
 * submits are with the carrier, which keeps its replies.
 */
async function putOrdersInFlight(world: World): Promise<Orders> {
  const order = async (kind: string, wish: object = {}): Promise<string> => {
    const who = await person(world, draws, kind);
    return (await place(world, { personId: who.personId, agentCode: 'AG01', ...wish }))[0] ?? '';
  };
  const atHome = await order('ordinary');
  await untilStatus(world, atHome, 'awaiting-activation');
  const onTheWay = await order('ordinary');
  await untilStatus(world, onTheWay, 'in-transit');
  const silent = await order('ordinary', { withImages: false, behaviour: 'silent' });
  const byLink = await order('ordinary', { withImages: false, behaviour: 'honest', delayMs: 3 * 3_600_000 });
  const reviewed = await order('review-band');
  const reviewId = await reviewOf(world, reviewed);
  if (reviewId === null) throw new Error('no review was opened');
  await untilQuiet(world);

  const held: string[] = [];
  for (const act of ['before', 'after']) {
    const who = await person(world, draws, 'ordinary');
    const match = { command: 'submit', personId: who.personId };
    await fault(world, { partner: 'carrier', match, effect: 'hold', act });
    held.push((await place(world, { personId: who.personId, agentCode: 'AG01' }))[0] ?? '');
  }
  const [acted = '', notActed = ''] = held;
  await until(
    'the carrier to hold both replies',
    async () => {
      const { body } = await world.call<{ held: unknown[] }>(`${world.sandbox}/control/held`);
      return body.held.length === 2;
    },
    patience,
  );
  return { ids: { silent, byLink, reviewed, acted, notActed, onTheWay, atHome }, reviewId };
}

it('after a kill -9 of every process everything goes on to the same ends, nothing lost and nothing doubled', async () => {
  const base = await portBase();
  stack = await startStack({ dataDir, portBase: base });
  const world = openWorld(path.join(dataDir, 'run.json'));
  await setClocks(world, '2026-03-11T02:00:00.000Z');
  const { ids, reviewId } = await putOrdersInFlight(world);
  const officer = await world.staff('officer1');
  expect((await officer.post(`/v1/reviews/${reviewId}/claim`)).status).toBe(200);
  const before = await Promise.all(Object.values(ids).map(async (id) => (await page(world, id)).order));
  const businessBefore = (await timeOf(world)).businessNow;

  await killEverything(stack);
  stack = await startStack({ dataDir, portBase: base });

  expect(stack.urls.api).toBe(world.api);
  const { businessNow } = await timeOf(world);
  expect(Date.parse(businessNow) - Date.parse(businessBefore)).toBeGreaterThan(0);
  expect(Date.parse(businessNow) - Date.parse(businessBefore)).toBeLessThan(300_000);
  const after = await Promise.all(Object.values(ids).map(async (id) => (await page(world, id)).order));
  expect(after.map(({ id, number }) => ({ id, number }))).toEqual(before.map(({ id, number }) => ({ id, number })));

  // Session and lease are rows: the officer goes on where she was, and nobody else gets in.
  const found = await officer.get<ReviewCase>(`/v1/reviews/${reviewId}`);
  expect([found.status, found.body.clear]).toEqual([200, true]);
  const colleague = await world.staff('officer2');
  expect((await colleague.post(`/v1/reviews/${reviewId}/claim`)).body).toMatchObject({ code: 'LeaseLost' });
  const choice = { decision: 'approve', reasonCode: 'SAME_PERSON', evidenceHash: found.body.evidenceHash };
  expect((await officer.post(`/v1/reviews/${reviewId}/decision`, choice)).status).toBe(200);

  const { silent, ...others } = ids;
  expect(await endings(world, Object.values(others))).toBe('active, active, active, active, active, active');
  expect(await endings(world, [silent])).toBe('expired DOCUMENTS_NOT_SENT');
  await untilQuiet(world);

  expect(await openedAtCarrier(world, Object.values(others))).toBe(6);
  expect(await openedAtCarrier(world, [silent])).toBe(0);
  expect((await compareBooks(world)).flatMap(({ differences }) => differences)).toEqual([]);
  expect(await bookkeeping(stack.run().databases.main)).toEqual({
    sold: 6,
    held: 0,
    doubled: 0,
    conflicts: 0,
    open_waits: 0,
    undone: 0,
    accruals: 12,
    ledger_fen: 0,
  });
});

/** The product's own view of the time. */
async function timeOf(world: World): Promise<{ businessNow: string }> {
  const { status, body } = await world.call<{ businessNow: string }>(`${world.api}/sandbox/quiet`);
  expect(status).toBe(200);
  return body;
}

/** What must be left when all orders have ended: as many numbers sold as are active, and no loose end. */
function bookkeeping(url: string): Promise<unknown> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<Record<string, number>>(
      `select (select count(*) from numbers where state = 'sold')::int as sold,
         (select count(*) from numbers where state = 'held')::int as held,
         (select count(*) from (
           select 1 from journal where event in ('openingStarted', 'carrierAccepted', 'identityPassed', 'opened', 'dispatched', 'signed', 'activated', 'documentsExpired')
           group by order_id, event having count(*) > 1) twice)::int as doubled,
         (select count(*) from conflict_cases)::int as conflicts,
         (select count(*) from waits where closed_at is null)::int as open_waits,
         (select count(*) from outbox where done_at is null)::int as undone,
         (select count(*) from accruals)::int as accruals,
         (select coalesce(sum(amount_fen), 0) from ledger_entries)::int as ledger_fen`,
    );
    return rows[0];
  });
}
