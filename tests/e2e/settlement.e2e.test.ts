import path from 'node:path';
import { compareBooks } from '../../scripts/demo/books';
import { ledgerBook } from '../../scripts/demo/ledger';
import { setClocks, untilQuiet } from '../../scripts/demo/travel';
import { expectStatus, openWorld, type World } from '../../scripts/demo/world';
import { startStack, type Stack } from '../support/stack';
import { until } from '../support/until';
import { withClient } from './database-copy';

jest.setTimeout(400_000);

/** Several batches, so that there is a middle to be killed in. */
const ORDERS = 15_000;
const patience = { withinMs: 120_000, everyMs: 20 };
let stack: Stack;
let world: World;

beforeAll(async () => {
  stack = await startStack();
  world = openWorld(path.join(stack.dataDir, 'run.json'));
  await setClocks(world, '2026-03-11T02:00:00.000Z');
  await fill();
});
afterAll(() => stack.stop());

const rows = <Row>(text: string, values: unknown[] = []): Promise<readonly Row[]> =>
  withClient(stack.run().databases.main, async (client) => (await client.query(text, values)).rows as Row[]);

/** Active orders of the demo's agents with their accruals, booked and due on 10 April, as journeys would leave them. */
async function fill(): Promise<void> {
  await withClient(stack.run().databases.main, async (client) => {
    const at = '2026-03-11T02:00:00.000Z';
    await client.query(`insert into parties (public_id, created_at) values ('pty_000000000000', $1)`, [at]);
    await client.query(
      `insert into purchases (id, public_id, channel_code, external_ref, party_id, plan_id, carrier_code, city_code, province, agent_code,
         quantity, pinned, created_at)
       select n, 'pur_' || lpad(n::text, 12, '0'), 'demo', 'r' || n, y.id, p.id, 'xinglian', '0755', '广东省', 'AG01', 1,
         '{"commissionPolicyVersion": 1}', $2
       from generate_series(1, $1::int) n, plans p, parties y where p.code = 'XL29' and y.public_id = 'pty_000000000000'`,
      [ORDERS, at],
    );
    await client.query(
      `insert into orders (id, public_id, purchase_id, line, stage, status, version, channel_code, carrier_code, plan_code, city_code, fee_fen,
         created_at, updated_at, activated_at, ended_at)
       select n, 'ord_' || lpad(n::text, 12, '0'), n, 1, 'active', 'ended', 9, 'demo', 'xinglian', 'XL29', '0755', 2900, $2, $2, $2, $2
       from generate_series(1, $1::int) n`,
      [ORDERS, at],
    );
    await client.query(
      `insert into ledger_accounts (kind, agent_code)
       select k, a from unnest('{accrued,payable}'::text[]) k, unnest('{AG00,AG01}'::text[]) a union all select unnest('{cost,bank}'::text[]), null`,
    );
    await client.query(
      `insert into accruals (public_id, order_id, rule_code, policy_version, type, period, agent_code, amount_fen, state, due_on, due_provisional,
         confirmed_level, activated_at, window_ends_at, person_matches, place_matches, areas, accrued_at)
       select 'acc_' || lpad((2 * n + side)::text, 12, '0'), n, 'XL-NEXT-MONTH', 1, case side when 0 then 'order' else 'parent' end, '2026-03',
         case side when 0 then 'AG01' else 'AG00' end, case side when 0 then 8000 else 2000 end, 'accrued', '2026-04-10', false, 2, $2,
         '2026-05-01T16:00:00Z', true, true, '{"area":null,"deliveryArea":null}', $2
       from generate_series(1, $1::int) n, generate_series(0, 1) side`,
      [ORDERS, at],
    );
    await client.query(
      `with t as (insert into ledger_transfers (kind, subject_id, at) select 'accrue', n, $2 from generate_series(1, $1::int) n returning id)
       insert into ledger_entries (transfer_id, line, account_id, amount_fen)
       select t.id, row_number() over (partition by t.id), l.id, case when l.kind = 'cost' then -10000 when l.agent_code = 'AG01' then 8000 else 2000 end
       from t, ledger_accounts l where l.kind in ('cost', 'accrued')`,
      [ORDERS, at],
    );
    await client.query('analyze');
  });
}

interface Run {
  readonly state: string;
  readonly settled: number;
}
const runOf = async (): Promise<Run | undefined> =>
  (await rows<Run>(`select state, settled from settlement_runs where business_date = '2026-04-10'`))[0];

it('settles by itself when the day comes, and posts each fen once though it is killed with -9 in the middle', async () => {
  await setClocks(world, '2026-04-10T02:00:00.000Z');
  await until('the first batch', async () => ((await runOf())?.settled ?? 0) > 0, patience);
  const victim = stack.run().children.find(({ name }) => name === 'worker-orders');
  if (!victim) throw new Error('no worker');

  process.kill(victim.pid, 'SIGKILL');
  const killedAt = await runOf();
  await until('the day to be done', async () => (await runOf())?.state === 'done', patience);

  // Else this proves nothing: the batches are to be made smaller.
  expect(killedAt).toMatchObject({ state: 'running' });
  const balances = await rows(
    `select l.kind, l.agent_code as agent, sum(e.amount_fen)::text as fen from ledger_entries e join ledger_accounts l on l.id = e.account_id
     group by 1, 2 having sum(e.amount_fen) <> 0 order by 1, 2`,
  );
  expect(balances).toEqual([
    { kind: 'cost', agent: null, fen: String(-10_000 * ORDERS) },
    { kind: 'payable', agent: 'AG00', fen: String(2_000 * ORDERS) },
    { kind: 'payable', agent: 'AG01', fen: String(8_000 * ORDERS) },
  ]);
  expect(await rows(`select state, count(*)::int as n from accruals group by state`)).toEqual([
    { state: 'settled', n: 2 * ORDERS },
  ]);
});

it('is paid by two people, once, though the bank pays and says nothing', async () => {
  await untilQuiet(world);
  const [statement] = await rows<{ id: string }>(`select public_id as id from statements where agent_code = 'AG01'`);
  const maker = await world.staff('finance1');
  const checker = await world.staff('finance2');
  const fault = { partner: 'bank', effect: 'timeout-after-acting', match: { command: 'transfer' } };
  expectStatus(await world.call(`${world.sandbox}/control/faults`, fault), 200, 'fault');

  const made = await maker.post('/v1/payouts', { statementIds: [statement?.id] });
  expect(made.status).toBeLessThan(300);
  const [payout] = await rows<{ id: string }>('select public_id as id from payouts');
  const seen = { amountFen: 8_000 * ORDERS };
  const own = await maker.post(`/v1/payouts/${payout?.id ?? ''}/release`, seen);
  expect(own.status).toBe(403);
  const released = await checker.post(`/v1/payouts/${payout?.id ?? ''}/release`, seen);
  expect(released.status).toBeLessThan(300);
  await until(
    'the money to be paid',
    async () => (await rows(`select 1 from payouts where state = 'paid'`)).length > 0,
    patience,
  );

  const book = await world.call<{ rows: { amountFen: number }[] }>(`${world.sandbox}/bank/book`);
  expect(book.body.rows.map(({ amountFen }) => amountFen)).toEqual([8_000 * ORDERS]);
});

it.each([
  ['amount', /: amountFen is \d+ here and \d+ there$/, true],
  ['number', /: number is \S+ here and \S+ there$/, false],
  ['status', /: status is \S+ here and \S+ there$/, true],
  ['missing', /: only in our book$/, true],
  ['extra', /: only in their book$/, true],
])('a lie of the bank about what it paid is found: %s', async (kind, sentence, isMoney) => {
  const path = `${world.sandbox}/bank/book/plant-difference`;

  expectStatus(await world.call(path, { kind }), 200, 'plant a difference');
  const [book] = await compareBooks(world, 'bank');
  const ledger = await ledgerBook(world, 1);
  await world.call(path, undefined, 'DELETE');

  expect(book?.differences).toEqual([expect.stringMatching(sentence)]);
  expect(ledger.differences).toEqual(
    isMoney ? [expect.stringMatching(/^what left our bank account: \d+ here and \d+ there$/)] : [],
  );
  expect((await compareBooks(world, 'bank'))[0]?.differences).toEqual([]);
  expect((await ledgerBook(world, 1)).differences).toEqual([]);
});
