import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { StatementView } from '../../../../api/schemas/commission';
import { count, date } from '../../../shared/format';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { Agent, Amount } from './amount';
import { StatementPill } from './states';

/** Which statements are chosen; only those that wait to be paid can be. */
export interface Selection {
  readonly chosen: ReadonlyMap<string, StatementView>;
  readonly choose: (rows: readonly StatementView[], on: boolean) => void;
}

interface StatementTableProps {
  readonly rows: readonly StatementView[];
  readonly selection: Selection | null;
}

export function StatementTable({ rows, selection }: StatementTableProps) {
  const narrow = useNarrow();
  const Rows = narrow ? StatementRows : StatementColumns;
  return (
    <>
      {selection === null ? null : <ChooseAll rows={rows} selection={selection} />}
      <Rows rows={rows} selection={selection} />
    </>
  );
}

function StatementColumns({ rows, selection }: StatementTableProps) {
  const { t, language } = useSettings();
  const columns = t.money.columns;
  const amount = (title: string, of: (row: StatementView) => number, strong = false) => ({
    title,
    width: 116,
    align: 'right' as const,
    render: (_: unknown, row: StatementView) => <Amount fen={of(row)} strong={strong} />,
  });
  const table: TableColumnsType<StatementView> = [
    ...(selection === null
      ? []
      : [
          {
            title: <span className="sr">{t.money.select.column}</span>,
            width: 44,
            render: (_: unknown, row: StatementView) => <Choose row={row} selection={selection} />,
          },
        ]),
    { title: columns.statement, width: 164, render: (_, row) => <StatementLink id={row.id} /> },
    { title: columns.agent, ellipsis: true, render: (_, row) => <Agent agent={row.agent} /> },
    {
      title: columns.day,
      width: 112,
      render: (_, row) => <span className="nw">{date(row.businessDate, language)}</span>,
    },
    { title: columns.state, width: 128, render: (_, row) => <StatementPill state={row.state} /> },
    { title: columns.lines, width: 72, align: 'right', render: (_, row) => count(row.lines) },
    amount(columns.accrued, (row) => row.accruedFen),
    amount(columns.clawedBack, (row) => 0 - row.clawedBackFen),
    amount(columns.payable, (row) => row.payableFen, true),
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
function StatementRows({ rows, selection }: StatementTableProps) {
  const { t, language } = useSettings();
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id}>
          <div className="row">
            {selection === null ? null : <Choose row={row} selection={selection} />}
            <span className="b ell">{row.agent.name}</span>
            <span className="grow" />
            <Amount fen={row.payableFen} strong />
          </div>
          <div className="row s12">
            <StatementLink id={row.id} />
            <span className="grow" />
            <StatementPill state={row.state} />
          </div>
          <div className="row s12 t3">
            <span>{t.money.statement.day(date(row.businessDate, language))}</span>
            <span className="grow" />
            <span>
              {t.money.columns.lines} {count(row.lines)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}

export function StatementLink({ id }: { id: string }) {
  return (
    <Link data-row to={`/statements/${id}`} className="mono">
      {id}
    </Link>
  );
}

function Choose({ row, selection }: { row: StatementView; selection: Selection }) {
  const { t } = useSettings();
  if (row.state !== 'ready') return null;
  return (
    <label className="m-tick">
      <input
        type="checkbox"
        aria-label={t.money.select.one(row.id)}
        checked={selection.chosen.has(row.id)}
        onChange={(event) => {
          selection.choose([row], event.target.checked);
        }}
      />
    </label>
  );
}

/** Above the rows and not in their header: antd keeps a hidden copy of that, which would be reached by Tab. */
function ChooseAll({ rows, selection }: { rows: readonly StatementView[]; selection: Selection }) {
  const { t } = useSettings();
  const ready = rows.filter(({ state }) => state === 'ready');
  const on = ready.filter(({ id }) => selection.chosen.has(id)).length;
  if (ready.length === 0) return null;
  return (
    <label className="m-pick">
      <span className="m-tick">
        <input
          type="checkbox"
          checked={on === ready.length}
          ref={(box) => {
            if (box !== null) box.indeterminate = on > 0 && on < ready.length;
          }}
          onChange={(event) => {
            selection.choose(ready, event.target.checked);
          }}
        />
      </span>
      {t.money.select.all(ready.length)}
    </label>
  );
}
