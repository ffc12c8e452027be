import { useSearchParams } from 'react-router';
import { filteredAddress } from '../filtered-address';

export interface MoneyFilters<State extends string> {
  readonly state: State | null;
  readonly agent: string;
  readonly after: string | null;
}

const LIMIT = 50;

/** A money list's filters live in its address; a change of any of them starts from the newest again. */
export function useMoneyFilters<State extends string>(states: readonly State[]) {
  const [params, setParams] = useSearchParams();
  const filters: MoneyFilters<State> = {
    state: states.find((each) => each === params.get('state')) ?? null,
    agent: params.get('agent') ?? '',
    after: params.get('after'),
  };
  const query = new URLSearchParams({ limit: String(LIMIT) });
  if (filters.state !== null) query.set('state', filters.state);
  if (filters.agent !== '') query.set('agent', filters.agent);
  if (filters.after !== null) query.set('after', filters.after);

  const change = (next: Partial<MoneyFilters<State>>): void => {
    setParams(filteredAddress({ ...next }));
  };
  const clear = (): void => {
    change({ state: null, agent: '' });
  };
  return { filters, query: query.toString(), change, clear, filtered: filters.state !== null || filters.agent !== '' };
}
