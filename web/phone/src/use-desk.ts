import { useCallback, useEffect, useState } from 'preact/hooks';
import type { CustomerDesk } from '../../../api/schemas/ticket';
import { watchChanges } from './api/changes';
import { readDesk } from './api/desk';
import { withPatience } from './api/patience';

export interface Desk {
  readonly desk: CustomerDesk | null;
  /** The last question for it got no answer. */
  readonly failed: boolean;
  readonly refresh: () => Promise<void>;
  readonly show: (desk: CustomerDesk) => void;
}

/** The desk as the server sees it, asked for again whenever something changes. */
export function useDesk(): Desk {
  const [desk, setDesk] = useState<CustomerDesk | null>(null);
  const [failed, setFailed] = useState(false);
  const refresh = useCallback(async (): Promise<void> => {
    try {
      setDesk(await withPatience(readDesk));
      setFailed(false);
    } catch {
      setFailed(true);
    }
  }, []);
  useEffect(() => {
    void refresh();
    return watchChanges(() => void refresh());
  }, [refresh]);
  return { desk, failed, refresh, show: setDesk };
}
