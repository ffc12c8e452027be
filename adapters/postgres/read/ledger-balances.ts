import type { Pool, PoolClient } from 'pg';
import { ACCOUNT_KINDS, type AccountKind } from '../../../domain/ledger';
import type { BookPage, LedgerBalances } from '../../../domain/ports/reading';
import { row } from './query';

interface Account {
  readonly account: AccountKind;
  readonly agent: string | null;
  readonly balance: string;
}

interface BalancesRow {
  readonly transfers: number | null;
  readonly unbalanced: readonly string[];
  readonly together: string;
  readonly accounts: readonly Account[];
}

/** By account and agent, from the place `$1`, `$2` on, at most `$3`. An account of our own has no agent and comes first. */
const ACCOUNTS = `
  select coalesce(json_agg(json_build_object('account', b.kind, 'agent', b.agent_code, 'balance', b.fen::text)
    order by b.kind, b.agent_code nulls first), '[]')
  from (
    select l.kind, l.agent_code,
      (select coalesce(sum(e.amount_fen), 0) from ledger_entries e where e.account_id = l.id) as fen
    from ledger_accounts l where $1::text is null or (l.kind, coalesce(l.agent_code, '')) > ($1, $2)
    order by l.kind, l.agent_code nulls first limit $3
  ) b`;

/** In one statement, so that nothing booked meanwhile is in one part and not in the other. */
const FIRST = `
  select (select count(*)::integer from ledger_transfers) as transfers,
    array(
      select t.id::text from ledger_transfers t left join ledger_entries e on e.transfer_id = t.id
      group by t.id having coalesce(sum(e.amount_fen), 1) <> 0 order by t.id limit 20
    ) as unbalanced,
    (select coalesce(sum(amount_fen), 0)::text from ledger_entries) as together,
    (${ACCOUNTS}) as accounts`;
const FOLLOWING = `select null::integer as transfers, '{}'::text[] as unbalanced, '0' as together, (${ACCOUNTS}) as accounts`;

/** The first page sums every entry there is: a check for people and nights, not for every minute. */
export async function ledgerBalances(
  asked: Pool | PoolClient,
  { after, limit }: BookPage,
): Promise<LedgerBalances | null> {
  const place = after === undefined ? [null, null] : placeOf(after);
  if (!place) return null;
  const found = await row<BalancesRow>(asked, after === undefined ? FIRST : FOLLOWING, [...place, limit + 1]);
  if (!found) throw new Error('a select without a table has a row');
  const { transfers, unbalanced, together, accounts } = found;
  const page = accounts.slice(0, limit);
  const last = accounts.length > page.length ? page.at(-1) : undefined;
  return {
    whole: transfers === null ? null : { transfers, unbalanced, togetherFen: Number(together) },
    accounts: page.map(({ account, agent, balance }) => ({ account, agent, balanceFen: Number(balance) })),
    next: last ? `${last.account}/${last.agent ?? ''}` : null,
  };
}

/** `payable/AG01`, or `cost/` for an account of our own. */
function placeOf(after: string): readonly [string, string] | null {
  const [kind = '', agent, ...more] = after.split('/');
  const isKind = (ACCOUNT_KINDS as readonly string[]).includes(kind);
  return isKind && agent !== undefined && more.length === 0 ? [kind, agent] : null;
}
