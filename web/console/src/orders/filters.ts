import { useSearchParams } from 'react-router';
import { filteredAddress } from '../filtered-address';
import { type Stage, STAGES, type Status, STATUSES, WAIT_OWNERS, type WaitOwner } from '../../../../api/schemas/words';

export interface Filters {
  readonly stage: Stage | null;
  readonly status: Status | null;
  readonly owner: WaitOwner | null;
  readonly q: string;
  readonly after: string | null;
}

const NAMES = ['stage', 'status', 'owner', 'q', 'after'] as const;
const LIMIT = 50;

const known = <T extends string>(all: readonly T[], value: string | null): T | null =>
  all.find((each) => each === value) ?? null;

/** The list's filters live in its address; a change of any of them starts from the newest again. */
export function useFilters() {
  const [params, setParams] = useSearchParams();
  const filters: Filters = {
    stage: known(STAGES, params.get('stage')),
    status: known(STATUSES, params.get('status')),
    owner: known(WAIT_OWNERS, params.get('owner')),
    q: params.get('q') ?? '',
    after: params.get('after'),
  };
  const query = new URLSearchParams({ limit: String(LIMIT) });
  for (const name of NAMES) if (filters[name]) query.set(name, filters[name]);

  const change = (next: Partial<Filters>): void => {
    setParams(filteredAddress({ ...next }));
  };
  const clear = (): void => {
    change({ stage: null, status: null, owner: null, q: '' });
  };
  const filtered = [filters.stage, filters.status, filters.owner, filters.q].some((one) => one !== null && one !== '');
  return { filters, query: query.toString(), change, clear, filtered };
}
