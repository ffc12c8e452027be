import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StatementView } from '../../../../api/schemas/commission';
import { STATEMENT_STATES } from '../../../../api/schemas/words';
import { statementsQuery } from '../api/money';
import { useListKeys } from '../list-keys';
import { useSettings } from '../settings';
import { mayMakePayouts } from '../shell/roles';
import { useSession } from '../shell/session';
import { useTitle } from '../use-title';
import { MoneyList } from './money-list';
import { SelectionBar } from './selection-bar';
import { StatementTable } from './statement-table';
import { useMoneyFilters } from './use-money-filters';

type Chosen = ReadonlyMap<string, StatementView>;

/** Where a maker lands: what is settled and waits to be paid; chosen ones become payouts. */
export default function StatementsPage() {
  const { t } = useSettings();
  const filters = useMoneyFilters(STATEMENT_STATES);
  const list = useQuery({ ...statementsQuery(filters.query), placeholderData: keepPreviousData });
  const maker = mayMakePayouts(useSession().user.roles);
  const [chosen, setChosen] = useState<Chosen>(new Map());
  useTitle(t.money.statements);
  useListKeys();
  const choose = (rows: readonly StatementView[], on: boolean): void => {
    setChosen((before) => {
      const next = new Map(before);
      for (const row of rows) {
        if (on) next.set(row.id, row);
        else next.delete(row.id);
      }
      return next;
    });
  };
  return (
    <main className="page list" id="content">
      <MoneyList
        title={t.money.statements}
        list={list}
        filters={filters}
        states={STATEMENT_STATES.map((state) => [state, t.money.statementState[state]] as const)}
        empty={{ title: t.money.empty.statements, next: t.money.empty.statementsNext }}
        emptyOf={{ ready: t.money.empty.nothingReady }}
        shown={t.money.shownStatements}
      >
        {(rows) => <StatementTable rows={rows} selection={maker ? { chosen, choose } : null} />}
      </MoneyList>
      {chosen.size === 0 ? null : (
        <SelectionBar
          chosen={[...chosen.values()]}
          onClear={() => {
            setChosen(new Map());
          }}
        />
      )}
    </main>
  );
}
