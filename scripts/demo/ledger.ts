import type { BookResult } from './books';
import { everyPage, expectStatus, type Staff, type World } from './world';

interface Balances {
  readonly whole: {
    readonly transfers: number;
    readonly unbalanced: readonly string[];
    readonly togetherFen: number;
  } | null;
  readonly accounts: readonly {
    readonly account: string;
    readonly agent: string | null;
    readonly balanceFen: number;
  }[];
  readonly next: string | null;
}

interface Statements {
  readonly rows: readonly {
    readonly agent: { readonly code: string };
    readonly state: string;
    readonly payableFen: number;
    readonly closingFen: number;
  }[];
  readonly next: string | null;
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/**
 * The ledger held against what others say: every transfer and all accounts together are zero, what left our bank account
 * is what the bank paid, and what an agent is owed is what the agent's statements add up to and the newest closes with.
 */
export async function ledgerBook(world: World, pageSize?: number): Promise<BookResult> {
  const finance = await world.staff('finance1');
  const pages = await everyPage<Balances>(finance, '/v1/reconciliation/ledger', pageSize);
  const { transfers, unbalanced, togetherFen } = pages[0]?.whole ?? { transfers: 0, unbalanced: [], togetherFen: NaN };
  const accounts = pages.flatMap((page) => page.accounts);
  const differences = unbalanced.map((transfer) => `transfer ${transfer} does not sum to zero`);
  const expectFen = (what: string, here: number, there: number): void => {
    if (here !== there) differences.push(`${what}: ${String(here)} here and ${String(there)} there`);
  };
  const balance = (account: string, agent: string | null): number =>
    sum(accounts.filter((a) => a.account === account && a.agent === agent).map(({ balanceFen }) => balanceFen));

  expectFen('all accounts together', togetherFen, 0);
  expectFen('all accounts of all pages', sum(accounts.map(({ balanceFen }) => balanceFen)), 0);
  expectFen('what left our bank account', balance('bank', null), await paidByBank(world));
  const { owed, closing } = await saidByStatements(finance);
  for (const agent of new Set([...owed.keys(), ...accounts.flatMap(({ agent: code }) => code ?? [])])) {
    expectFen(`owed to ${agent}`, balance('payable', agent), owed.get(agent) ?? 0);
    expectFen(`closing of ${agent}'s newest statement`, balance('payable', agent), closing.get(agent) ?? 0);
  }
  return { partner: 'ledger', rows: transfers, differences };
}

async function paidByBank(world: World): Promise<number> {
  const book = await world.call<{ rows: { status: string; amountFen: number }[] }>(`${world.sandbox}/bank/book`);
  const { rows } = expectStatus(book, 200, 'bank book');
  return sum(rows.filter(({ status }) => status === '已入账').map(({ amountFen }) => amountFen));
}

/** By agent: what the statements that are not paid add up to, and what the newest one closes with. */
async function saidByStatements(
  finance: Staff,
): Promise<{ readonly owed: ReadonlyMap<string, number>; readonly closing: ReadonlyMap<string, number> }> {
  const owed = new Map<string, number>();
  const closing = new Map<string, number>();
  for (const { agent, state, payableFen, closingFen } of (
    await everyPage<Statements>(finance, '/v1/statements')
  ).flatMap(({ rows }) => rows)) {
    owed.set(agent.code, (owed.get(agent.code) ?? 0) + (state === 'paid' ? 0 : payableFen));
    // Newest first.
    if (!closing.has(agent.code)) closing.set(agent.code, closingFen);
  }
  return { owed, closing };
}
