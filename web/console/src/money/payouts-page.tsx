import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { PayoutView } from '../../../../api/schemas/commission';
import { PAYOUT_STATES } from '../../../../api/schemas/words';
import { count } from '../../../shared/format';
import { payoutsQuery } from '../api/money';
import { useListKeys } from '../list-keys';
import { Ago, Pill } from '../parts/basics';
import { useSettings } from '../settings';
import { useSession } from '../shell/session';
import { useNarrow } from '../use-narrow';
import { useTitle } from '../use-title';
import { Agent, Amount } from './amount';
import { MoneyList } from './money-list';
import { PayoutPill } from './states';
import { useMoneyFilters } from './use-money-filters';

/** Where a checker lands: what waits to be released, and how the others went. */
export default function PayoutsPage() {
  const { t } = useSettings();
  const filters = useMoneyFilters(PAYOUT_STATES);
  const list = useQuery({ ...payoutsQuery(filters.query), placeholderData: keepPreviousData });
  useTitle(t.money.payouts);
  useListKeys();
  return (
    <main className="page list" id="content">
      <MoneyList
        title={t.money.payouts}
        list={list}
        filters={filters}
        states={PAYOUT_STATES.map((state) => [state, t.money.payoutState[state]] as const)}
        empty={{ title: t.money.empty.payouts, next: t.money.empty.payoutsNext }}
        emptyOf={{ created: t.money.empty.nothingToRelease }}
        shown={t.money.shownPayouts}
      >
        {(rows) => <PayoutTable rows={rows} />}
      </MoneyList>
    </main>
  );
}

function PayoutTable({ rows }: { rows: readonly PayoutView[] }) {
  const { t } = useSettings();
  const narrow = useNarrow();
  const columns = t.money.columns;
  if (narrow) return <PayoutRows rows={rows} />;
  const table: TableColumnsType<PayoutView> = [
    { title: columns.payout, width: 164, render: (_, row) => <PayoutLink id={row.id} /> },
    { title: columns.agent, ellipsis: true, render: (_, row) => <Agent agent={row.agent} /> },
    { title: columns.statements, width: 96, align: 'right', render: (_, row) => count(row.statementIds.length) },
    { title: columns.state, width: 140, render: (_, row) => <PayoutPill state={row.state} /> },
    { title: columns.maker, width: 184, ellipsis: true, render: (_, row) => <Maker payout={row} /> },
    { title: columns.created, width: 116, render: (_, row) => <Ago at={row.createdAt} /> },
    { title: columns.amount, width: 132, align: 'right', render: (_, row) => <Amount fen={row.amountFen} strong /> },
  ];
  return (
    <Table
      className="dense"
      size="small"
      rowKey="id"
      columns={table}
      dataSource={rows}
      pagination={false}
      sticky
      tableLayout="fixed"
      scroll={{ x: 1040 }}
    />
  );
}

/** The same rows for a narrow window. */
function PayoutRows({ rows }: { rows: readonly PayoutView[] }) {
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id}>
          <div className="row">
            <span className="b ell">{row.agent.name}</span>
            <span className="grow" />
            <Amount fen={row.amountFen} strong />
          </div>
          <div className="row s12">
            <PayoutLink id={row.id} />
            <span className="grow" />
            <PayoutPill state={row.state} />
          </div>
          <div className="row s12 t3">
            <Maker payout={row} />
            <span className="grow" />
            <Ago at={row.createdAt} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function PayoutLink({ id }: { id: string }) {
  return (
    <Link data-row to={`/payouts/${id}`} className="mono">
      {id}
    </Link>
  );
}

/** Whoever made it may not release it, so one's own are marked while they wait. */
function Maker({ payout }: { payout: PayoutView }) {
  const { t } = useSettings();
  const { user } = useSession();
  return (
    <span className="nw">
      {payout.maker.name}{' '}
      {payout.maker.id === user.id && payout.state === 'created' ? (
        <Pill tone="plain">{t.money.payout.mine}</Pill>
      ) : null}
    </span>
  );
}
