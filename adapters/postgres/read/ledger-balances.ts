import type { Pool, PoolClient } from 'pg';
import type { AccountKind } from '../../../domain/ledger';
import type { LedgerBalances } from '../../../domain/ports/reading';
import { row } from './query';

interface BalancesRow {
  readonly transfers: number;
  readonly unbalanced: readonly string[];
  readonly accounts: readonly { account: AccountKind; agent: string | null; balance: string }[];
}

/** In one statement, so that nothing booked meanwhile is in one part and not in the other. */
const BALANCES = `
  select (select count(*)::integer from ledger_transfers) as transfers,
    array(
      select t.id::text from ledger_transfers t left join ledger_entries e on e.transfer_id = t.id
      group by t.id having coalesce(sum(e.amount_fen), 1) <> 0 order by t.id limit 20
    ) as unbalanced,
    (
      select coalesce(json_agg(json_build_object('account', b.kind, 'agent', b.agent_code, 'balance', b.fen::text)
        order by b.kind, b.agent_code nulls first), '[]')
      from (
        select l.kind, l.agent_code, coalesce(sum(e.amount_fen), 0) as fen
        from ledger_accounts l left join ledger_entries e on e.account_id = l.id group by l.id
      ) b
    ) as accounts`;

/** Sums every entry there is: a check for people and nights, not for every minute. */
export async function ledgerBalances(asked: Pool | PoolClient): Promise<LedgerBalances> {
  const found = await row<BalancesRow>(asked, BALANCES);
  return {
    transfers: found?.transfers ?? 0,
    unbalanced: found?.unbalanced ?? [],
    accounts: (found?.accounts ?? []).map(({ account, agent, balance }) => ({
      account,
      agent,
      balanceFen: Number(balance),
    })),
  };
}
