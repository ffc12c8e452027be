import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { WAITING_STATES } from '../../../../api/schemas/words';
import { waitingQuery } from '../api/money';
import { useListKeys } from '../list-keys';
import { useSettings } from '../settings';
import { useTitle } from '../use-title';
import { MoneyList } from './money-list';
import { useMoneyFilters } from './use-money-filters';
import { WaitingTable } from './waiting-table';

/** Commission whose day has come and that no statement has: what is held, why, and who ends it. */
export default function WaitingPage() {
  const { t } = useSettings();
  const filters = useMoneyFilters(WAITING_STATES);
  const list = useQuery({ ...waitingQuery(filters.query), placeholderData: keepPreviousData });
  const words = t.money.waiting;
  useTitle(words.title);
  useListKeys();
  return (
    <main className="page list" id="content">
      <MoneyList
        title={words.title}
        list={list}
        filters={filters}
        states={WAITING_STATES.map((state) => [state, t.money.accrualState[state]] as const)}
        empty={{ title: words.empty, next: words.emptyNext }}
        emptyOf={{ held: words.nothingHeld, due: words.nothingDue }}
        shown={words.shown}
      >
        {(rows) => <WaitingTable rows={rows} />}
      </MoneyList>
    </main>
  );
}
