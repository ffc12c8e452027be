import { useSearchParams } from 'react-router';

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
    setParams(() => {
      // The address knows what the last change left; what was rendered last may lag a change behind it.
      const merged = new URLSearchParams(window.location.search);
      if (!('after' in next)) merged.delete('after');
      for (const [name, value] of Object.entries(next)) {
        if (value === null || value === '') merged.delete(name);
        else merged.set(name, value);
      }
      return merged;
    });
  };
  const clear = (): void => {
    change({ state: null, agent: '' });
  };
  return { filters, query: query.toString(), change, clear, filtered: filters.state !== null || filters.agent !== '' };
}
