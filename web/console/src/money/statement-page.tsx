import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link, useParams, useSearchParams } from 'react-router';
import type { StatementPage as Page, StatementView } from '../../../../api/schemas/commission';
import { count, date, dateTime } from '../../../shared/format';
import { statementQuery } from '../api/money';
import { useListKeys } from '../list-keys';
import { Card, CopyId, Pill } from '../parts/basics';
import { ArrowLeft, Hourglass, TriangleAlert } from '../parts/icons';
import { Empty, Failure, Skeleton, Stale } from '../parts/states';
import { useSettings } from '../settings';
import { mayMakePayouts } from '../shell/roles';
import { useSession } from '../shell/session';
import { useNarrow } from '../use-narrow';
import { useTitle } from '../use-title';
import { Amount } from './amount';
import { Pager } from '../parts/pager';
import { LeftOut } from './left-out';
import { AccrualPill, StatementPill } from './states';
import { useMakePayouts } from './use-make-payouts';

const LIMIT = 50;

/** One agent's statement: how its sums come about, and the orders behind them. */
export default function StatementPage() {
  const { id = '' } = useParams();
  const [params, setParams] = useSearchParams();
  const after = params.get('after');
  const search = new URLSearchParams({ limit: String(LIMIT), ...(after === null ? {} : { after }) }).toString();
  const page = useQuery({ ...statementQuery(id, search), placeholderData: keepPreviousData });
  useTitle(id);
  useListKeys();
  if (page.data === undefined) {
    return (
      <main className="page" id="content">
        {page.isError ? (
          <Failure error={page.error} onRetry={() => void page.refetch()} />
        ) : (
          <Skeleton block lines={10} />
        )}
      </main>
    );
  }
  const { statement } = page.data;
  return (
    <main className="object" id="content">
      <Header statement={statement} />
      <div className="page">
        {page.isError ? <Stale onRetry={() => void page.refetch()} /> : null}
        <LeftOut statements={[statement]} />
        <Sums statement={statement} />
        <Lines
          page={page.data}
          after={after}
          onPage={(next) => {
            setParams(next === null ? {} : { after: next });
          }}
        />
      </div>
    </main>
  );
}

function Header({ statement }: { statement: StatementView }) {
  const { t, language } = useSettings();
  const maker = mayMakePayouts(useSession().user.roles);
  const { run, problem } = useMakePayouts();
  const words = t.money;
  return (
    <div className="oh tail">
      <div className="row g3 wrap">
        <h1>{statement.agent.name}</h1>
        <StatementPill state={statement.state} />
        <span className="grow" />
        {maker && statement.state === 'ready' ? (
          <Button
            type="primary"
            loading={run.isPending}
            onClick={() => {
              run.mutate([statement.id]);
            }}
          >
            {words.statement.makeOne}
          </Button>
        ) : null}
        <Link to="/statements" className="back">
          <ArrowLeft size={14} aria-hidden /> {words.statement.back}
        </Link>
      </div>
      <div className="meta">
        <CopyId id={statement.id} />
        <span className="mono">{statement.agent.code}</span>
        <span>{words.statement.day(date(statement.businessDate, language))}</span>
        <span>
          {words.statement.settledAt} {dateTime(statement.settledAt, language)}
        </span>
      </div>
      {problem === null ? null : (
        <p className="bad row" role="alert">
          <TriangleAlert size={16} aria-hidden /> {problem}
        </p>
      )}
    </div>
  );
}

/** opening + accrued − clawed back − set aside − paid = closing, in that order. */
function Sums({ statement }: { statement: StatementView }) {
  const { t } = useSettings();
  const c = t.money.columns;
  const sums = [
    [c.opening, statement.openingFen],
    [c.accrued, statement.accruedFen],
    [c.clawedBack, 0 - statement.clawedBackFen],
    [c.setAside, 0 - statement.setAsideFen],
    [c.paid, 0 - statement.paidFen],
    [c.closing, statement.closingFen],
  ] as const;
  return (
    <Card
      title={t.money.statement.sums}
      extra={<span className="t3 s12">{t.money.statement.formula}</span>}
      className="flush"
    >
      <dl className="m-sums">
        {sums.map(([label, fen]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>
              <Amount fen={fen} />
            </dd>
          </div>
        ))}
        <div className="last">
          <dt>{c.payable}</dt>
          <dd>
            <Amount fen={statement.payableFen} />
            <span className="s12">
              {statement.payoutId === null ? (
                <span className="t3">
                  {c.payout} {t.money.statement.none}
                </span>
              ) : (
                <Link className="mono" to={`/payouts/${statement.payoutId}`}>
                  {statement.payoutId}
                </Link>
              )}
            </span>
          </dd>
        </div>
      </dl>
    </Card>
  );
}

interface LinesProps {
  readonly page: Page;
  readonly after: string | null;
  readonly onPage: (after: string | null) => void;
}

function Lines({ page: { statement, rows, next }, after, onPage }: LinesProps) {
  const { t } = useSettings();
  return (
    <>
      <Card
        title={t.money.statement.lines}
        extra={<span className="t3 s12">{count(statement.lines)}</span>}
        className="flush m-gap"
      >
        {rows.length === 0 ? <Empty title={t.money.empty.lines} /> : <LineTable rows={rows} />}
      </Card>
      <Pager after={after} next={next} onChange={onPage} />
    </>
  );
}

function LineTable({ rows }: { rows: Page['rows'] }) {
  const { t } = useSettings();
  const narrow = useNarrow();
  const c = t.money.columns;
  const state = (row: Page['rows'][number]) =>
    row.leftOut ? (
      <Pill tone="warn" icon={Hourglass}>
        {t.money.statement.leftOutLine}
      </Pill>
    ) : (
      <AccrualPill state={row.state} />
    );
  const order = (row: Page['rows'][number]) => (
    <Link data-row className="mono" to={`/orders/${row.orderId}?tab=commission`}>
      {row.orderId}
    </Link>
  );
  if (narrow) {
    return (
      <ul className="rows">
        {rows.map((row) => (
          <li key={row.accrualId}>
            <div className="row">
              {order(row)}
              <span className="grow" />
              <Amount fen={row.amountFen} strong />
            </div>
            <div className="row s12 t3">
              <span>{t.money.share[row.type]}</span>
              <span className="grow" />
              {state(row)}
            </div>
          </li>
        ))}
      </ul>
    );
  }
  const table: TableColumnsType<Page['rows'][number]> = [
    { title: c.order, width: 176, render: (_, row) => order(row) },
    { title: c.accrual, width: 176, render: (_, row) => <span className="mono t2">{row.accrualId}</span> },
    { title: c.share, render: (_, row) => t.money.share[row.type] },
    { title: c.state, width: 140, render: (_, row) => state(row) },
    { title: c.amount, width: 140, align: 'right', render: (_, row) => <Amount fen={row.amountFen} /> },
  ];
  return (
    <Table
      className="dense"
      size="small"
      rowKey="accrualId"
      columns={table}
      dataSource={rows}
      pagination={false}
      tableLayout="fixed"
      scroll={{ x: 720 }}
    />
  );
}
