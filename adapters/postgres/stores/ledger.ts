import { type Entry, sumsToZero, type TransferKind } from '../../../domain/ledger';
import { rows, run, type Session } from './session';

/** Accounts that are not there yet; they are never removed. */
export async function openAccounts(session: Session, agents: readonly string[]): Promise<void> {
  await run(
    session,
    `insert into ledger_accounts (kind, agent_code)
     select w.kind, w.agent from (
       select k as kind, a as agent from unnest($1::text[]) a, unnest('{accrued,payable}'::text[]) k
       union all select k, null from unnest('{cost,bank}'::text[]) k
     ) w
     where not exists (select from ledger_accounts l where l.kind = w.kind and l.agent_code is not distinct from w.agent)
     on conflict do nothing`,
    [agents],
  );
}

/** Books one transfer, once for its kind and subject; false where it was booked before. Its entries go in together. */
export async function book(
  session: Session,
  kind: TransferKind,
  subjectRow: number,
  entries: readonly Entry[],
): Promise<boolean> {
  if (!sumsToZero(entries)) throw new Error(`a transfer of kind ${kind} does not sum to zero`);
  const booked = await rows(
    session,
    `with transfer as (
       insert into ledger_transfers (kind, subject_id, at) values ($1, $2, $3) on conflict (subject_id, kind) do nothing returning id
     )
     insert into ledger_entries (transfer_id, line, account_id, amount_fen)
     select t.id, e.line, a.id, e.amount
     from transfer t, unnest($4::text[], $5::text[], $6::bigint[]) with ordinality as e (kind, agent, amount, line)
     join ledger_accounts a on a.kind = e.kind and a.agent_code is not distinct from e.agent
     returning line`,
    [
      kind,
      subjectRow,
      session.now,
      entries.map((entry) => entry.account),
      entries.map((entry) => entry.agent),
      entries.map((entry) => entry.amountFen),
    ],
  );
  if (booked.length > 0 && booked.length !== entries.length) throw new Error('an account of this transfer is missing');
  return booked.length > 0;
}
