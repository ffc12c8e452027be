import { httpBank } from '../../adapters/bank/http-bank';
import type { PayoutId } from '../../domain/brand';
import { runSandbox, type Running, send } from './support';

jest.setTimeout(60_000);

let sandbox: Running;
let bank: ReturnType<typeof httpBank>;

beforeEach(async () => {
  sandbox = await runSandbox();
  bank = httpBank({ url: `${sandbox.url}/bank`, token: 'bank-token', timeoutMs: 2_000 });
});

afterEach(async () => {
  await bank.close();
  await sandbox.close();
});

const order = {
  reference: 'ABCDEFGHIJKL01T01',
  payee: 'AG01',
  amountFen: 8_000,
  purpose: 'pay_abcdefghijkl' as PayoutId,
};

describe('the bank', () => {
  it('lets nobody in without its token', async () => {
    expect((await sandbox.post('/bank/transfers', order)).status).toBe(401);
    expect((await sandbox.post('/bank/transfers/query', { reference: order.reference })).status).toBe(401);
  });

  it('pays a reference once, also after a restart, and no other amount under it', async () => {
    const first = await bank.transfer(order);
    await sandbox.restart();
    bank = httpBank({ url: `${sandbox.url}/bank`, token: 'bank-token', timeoutMs: 2_000 });

    expect(await bank.transfer(order)).toEqual(first);
    expect(await bank.transfer({ ...order, amountFen: 8_001 })).toMatchObject({ kind: 'refused' });
    expect((await sandbox.get('/bank/book')).body['rows']).toEqual([
      { reference: order.reference, status: '已入账', number: 'B0000000001', amountFen: 8_000 },
    ]);
  });

  it('says by our reference what it did, and what it did not', async () => {
    expect(await bank.find(order.reference)).toEqual({ kind: 'absent' });
    const done = await bank.transfer(order);

    expect(done).toMatchObject({ kind: 'done' });
    expect(await bank.find(order.reference)).toMatchObject({ kind: 'found', amountFen: 8_000 });
  });

  it.each([
    ['timeout-before', 'absent'],
    ['timeout-after-acting', 'found'],
  ])('may say nothing: %s, then the money is %s', async (effect, found) => {
    await sandbox.post('/control/faults', { partner: 'bank', effect, match: { command: 'transfer' } });

    expect(await bank.transfer(order)).toMatchObject({ kind: 'unknown' });
    expect(await bank.find(order.reference)).toMatchObject({ kind: found });
  });

  it('refuses in its own words, and goes on refusing that reference', async () => {
    await sandbox.post('/control/faults', {
      partner: 'bank',
      effect: 'refuse',
      text: '户名不符',
      match: { payee: 'AG01' },
    });

    expect(await bank.transfer(order)).toEqual({ kind: 'refused', text: '户名不符' });
    expect(await bank.transfer(order)).toEqual({ kind: 'refused', text: '户名不符' });
    expect(await bank.transfer({ ...order, reference: 'ABCDEFGHIJKL01T02' })).toMatchObject({ kind: 'done' });
  });

  it('is down for a while', async () => {
    await sandbox.post('/control/faults', { partner: 'bank', effect: 'down' });

    expect(await bank.transfer(order)).toEqual({ kind: 'unknown', why: 'HTTP 503' });
    expect(await bank.transfer(order)).toMatchObject({ kind: 'done' });
  });

  it.each(['amount', 'number', 'status', 'missing', 'extra'])('shows a planted difference: %s', async (kind) => {
    await bank.transfer(order);
    const { body: honest } = await sandbox.get('/bank/book');
    await sandbox.post('/bank/book/plant-difference', { kind });

    expect((await sandbox.get('/bank/book')).body).not.toEqual(honest);
    await send(`${sandbox.url}/bank/book/plant-difference`, { method: 'DELETE' });
    expect((await sandbox.get('/bank/book')).body).toEqual(honest);
  });
});
