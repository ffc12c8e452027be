import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { WaitingView } from '../../../../api/schemas/commission';
import { date, exact } from '../../../shared/format';
import { capital } from '../commission/capital';
import { Pill } from '../parts/basics';
import { CircleHelp, TriangleAlert, X } from '../parts/icons';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { Agent, Amount } from './amount';
import { AccrualPill } from './states';

/** One row a share, what is due longest first. */
export function WaitingTable({ rows }: { rows: readonly WaitingView[] }) {
  const { t, language } = useSettings();
  const narrow = useNarrow();
  const c = t.money.columns;
  const words = t.money.waiting.columns;
  if (narrow) return <WaitingRows rows={rows} />;
  const table: TableColumnsType<WaitingView> = [
    { title: c.order, width: 168, render: (_, row) => <OrderLink row={row} /> },
    { title: c.agent, width: 156, ellipsis: true, render: (_, row) => <Agent agent={row.agent} /> },
    { title: c.amount, width: 108, align: 'right', render: (_, row) => <Amount fen={row.amountFen} strong /> },
    {
      title: words.due,
      width: 112,
      render: (_, row) => <span className="nw">{date(row.dueOn, language)}</span>,
    },
    { title: c.state, width: 100, render: (_, row) => <AccrualPill state={row.state} /> },
    { title: words.why, render: (_, row) => <Why row={row} /> },
    { title: words.who, width: 184, render: (_, row) => <Who row={row} /> },
    {
      title: words.rule,
      width: 144,
      ellipsis: true,
      render: (_, row) => (
        <span className="mono t2 s12">
          {row.rule.code} v{row.rule.version}
        </span>
      ),
    },
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
      scroll={{ x: 1160 }}
    />
  );
}

/** The same rows for a narrow window. */
function WaitingRows({ rows }: { rows: readonly WaitingView[] }) {
  const { t, language } = useSettings();
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
            <OrderLink row={row} />
            <span className="grow" />
            <AccrualPill state={row.state} />
          </div>
          <Why row={row} />
          <div className="row s12 t3">
            <span className="nw">
              {t.money.waiting.columns.due} {date(row.dueOn, language)}
            </span>
            <span className="grow" />
            <Who row={row} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function OrderLink({ row }: { row: WaitingView }) {
  return (
    <Link data-row className="mono" to={`/orders/${row.orderId}?tab=commission&accrual=${row.id}`}>
      {row.orderId}
    </Link>
  );
}

/** What stands in the way and since when; where nothing does, what comes next. */
function Why({ row }: { row: WaitingView }) {
  const { t, say, language } = useSettings();
  if (row.open.length === 0) return <span className="t2">{say(row.verdict)}</span>;
  return (
    <ul className="m-open">
      {row.open.map(({ code, value, text, since }) => (
        <li key={code} className={value === null ? 'unk' : 'bad'}>
          {value === null ? <CircleHelp size={14} aria-hidden /> : <X size={14} aria-hidden />}
          <span className="sr">{value === null ? t.money.why.unknown : t.money.why.no}</span>
          <span className="t1">{capital(say(text))}</span>
          {since === null ? null : (
            <time className="t3 s12 nw" dateTime={since} title={exact(since)}>
              {t.money.waiting.since(date(since, language))}
            </time>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Who ends it, until when; the system where nobody has to. */
function Who({ row: { state, wait } }: { row: WaitingView }) {
  const { t, say, language } = useSettings();
  const words = t.money.waiting;
  if (wait === null) return <span className="t3">{state === 'held' ? words.asked : words.next}</span>;
  return (
    <span title={say(wait.sentence)}>
      <span className="b">{capital(say(wait.owner))}</span>{' '}
      <span className="t3 s12 nw">{words.until(date(wait.dueAt, language))}</span>{' '}
      {wait.escalatedAt === null ? null : (
        <Pill tone="bad" icon={TriangleAlert}>
          {words.overdue}
        </Pill>
      )}
    </span>
  );
}
