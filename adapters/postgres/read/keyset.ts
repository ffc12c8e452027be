import type { MoneyListing } from '../../../domain/ports/commission-desk';

/** Conditions of a listing, newest first, with their values from `$1` on. Table and alias are ours, never a request's. */
export function keyset(
  table: 'statements' | 'payouts',
  alias: string,
  { state, agent, after }: Pick<MoneyListing<string, string>, 'state' | 'agent' | 'after'>,
): { readonly where: string; readonly values: readonly unknown[] } {
  const values: unknown[] = [];
  const conditions: string[] = [];
  const add = (value: unknown, condition: (parameter: string) => string): void => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  };
  add(state, (parameter) => `${alias}.state = ${parameter}`);
  add(agent, (parameter) => `${alias}.agent_code = ${parameter}`);
  add(after, (parameter) => `${alias}.id < (select id from ${table} where public_id = ${parameter})`);
  return { where: conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`, values };
}
