import { ledgerBalances } from '../../adapters/postgres/read/ledger-balances';
import { DUE, openPurse, type Purse } from '../support/world/settling';
import type { StoryClock, World } from '../support/world/world';

let world: World<StoryClock>;
let purse: Purse;
beforeAll(async () => {
  ({ world, purse } = await openPurse());
});
afterAll(() => world.close());
beforeEach(() => purse.afresh());

describe('the ledger', () => {
  const entries = (amounts: readonly number[]) =>
    world.pool.query(
      `with t as (insert into ledger_transfers (kind, subject_id, at) values ('pay', 1, '2026-03-02T00:00:00Z') returning id)
       insert into ledger_entries (transfer_id, line, account_id, amount_fen)
       select t.id, n, a.id, amount from t, ledger_accounts a, unnest($1::bigint[]) with ordinality as e (amount, n) where a.kind = 'cost'`,
      [amounts],
    );

  it('refuses a transfer that does not sum to zero, and keeps nothing of it', async () => {
    await purse.accrued(1);
    const before = await purse.count('ledger_transfers');

    await expect(entries([5, -4])).rejects.toThrow('does not sum to zero');

    expect(await purse.count('ledger_transfers')).toBe(before);
    await entries([5, -5]);
    expect(await purse.count('ledger_transfers')).toBe(before + 1);
  });

  it('takes no further entry that would unbalance a transfer', async () => {
    await purse.accrued(1);

    const late = world.pool.query(
      `insert into ledger_entries (transfer_id, line, account_id, amount_fen) select transfer_id, 9, account_id, 1 from ledger_entries limit 1`,
    );

    await expect(late).rejects.toThrow('does not sum to zero');
  });

  it.each([
    'update ledger_entries set amount_fen = amount_fen + 1',
    'delete from ledger_entries',
    'truncate ledger_entries',
    'update ledger_transfers set subject_id = 0',
    'truncate ledger_transfers cascade',
  ])('is append-only: %s', async (statement) => {
    await purse.accrued(1);

    await expect(world.pool.query(statement)).rejects.toThrow('is append-only');
  });

  it('says where all the fen are, and they sum to zero', async () => {
    await purse.accrued(2);
    const balances = async (page: Parameters<typeof ledgerBalances>[1]) => {
      const found = await ledgerBalances(world.pool, page);
      if (found === null) throw new Error('a page');
      return found;
    };
    const earned = await balances({ limit: 100 });
    purse.onDay(DUE);
    await purse.settle(DUE);

    const settled = await balances({ limit: 100 });
    const pages: unknown[] = [];
    for (let after: string | null = ''; after !== null;) {
      const page = await balances({ limit: 2, ...(after === '' ? {} : { after }) });
      expect(page.whole === null).toBe(after !== '');
      pages.push(...page.accounts);
      after = page.next;
    }

    expect(earned.whole).toEqual({ transfers: 2, unbalanced: [], togetherFen: 0 });
    expect(settled.whole).toEqual({ transfers: 6, unbalanced: [], togetherFen: 0 });
    expect(settled.next).toBeNull();
    expect(pages).toEqual(settled.accounts);
    for (const nowhere of ['payable', 'AG01', 'payable/AG01/x', ''])
      expect(await ledgerBalances(world.pool, { limit: 2, after: nowhere })).toBeNull();
    const left = settled.accounts.filter(({ balanceFen }) => balanceFen !== 0);
    expect(left).toEqual([
      { account: 'cost', agent: null, balanceFen: -20_000 },
      { account: 'payable', agent: 'AG00', balanceFen: 4_000 },
      { account: 'payable', agent: 'AG01', balanceFen: 16_000 },
    ]);
  });

  it('names a transfer that got past the database’s own check', async () => {
    await purse.accrued(1);
    const client = await world.pool.connect();
    try {
      await client.query('begin');
      await client.query(`set local session_replication_role = replica`);
      await client.query(
        `insert into ledger_entries (transfer_id, line, account_id, amount_fen) select transfer_id, 9, account_id, 1 from ledger_entries limit 1`,
      );
      await client.query(
        `insert into ledger_transfers (kind, subject_id, at) values ('pay', 77, '2026-03-02T00:00:00Z')`,
      );

      const found = await ledgerBalances(client, { limit: 100 });

      expect(found?.whole).toMatchObject({
        unbalanced: [expect.any(String), expect.any(String)] as unknown,
        togetherFen: 1,
      });
      expect(found?.accounts.reduce((sum, { balanceFen }) => sum + balanceFen, 0)).toBe(1);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});
