import { Table, type TableColumnsType } from 'antd';
import { Link } from 'react-router';
import type { OrderRow } from '../../../../api/schemas/order';
import { phone } from '../../../shared/format';
import { Ago } from '../parts/basics';
import { StagePill } from '../parts/stage-pill';
import { useSettings } from '../settings';
import { isOfChannel } from '../shell/roles';
import { useSession } from '../shell/session';
import { useNarrow } from '../use-narrow';
import { TimeLeft } from './time-left';

export function OrderTable({ rows }: { rows: readonly OrderRow[] }) {
  const { t } = useSettings();
  const narrow = useNarrow();
  const columns = t.orders.columns;
  if (narrow) return <OrderList rows={rows} />;
  const table: TableColumnsType<OrderRow> = [
    {
      title: columns.order,
      width: 160,
      ellipsis: true,
      render: (_, row) => <OrderLink row={row} />,
    },
    {
      title: columns.holder,
      width: 104,
      ellipsis: true,
      render: (_, row) => <span title={row.holder}>{row.holder}</span>,
    },
    { title: columns.plan, width: 116, ellipsis: true, dataIndex: 'planName' },
    {
      title: columns.number,
      width: 122,
      render: (_, row) =>
        row.number === null ? (
          <span className="t3">{t.orders.noNumber}</span>
        ) : (
          <span className="nw">{phone(row.number)}</span>
        ),
    },
    { title: columns.stage, width: 216, render: (_, row) => <StagePill stage={row.stage} status={row.status} /> },
    { title: columns.wait, ellipsis: true, render: (_, row) => <Waiting row={row} /> },
    { title: columns.left, width: 112, render: (_, row) => <Rest row={row} /> },
    { title: columns.updated, width: 96, align: 'right', render: (_, row) => <Ago at={row.updatedAt} /> },
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
      scroll={{ x: 1180 }}
    />
  );
}

/** The same rows for a narrow window: what matters first, two lines each. */
function OrderList({ rows }: { rows: readonly OrderRow[] }) {
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id}>
          <div className="row">
            <span className="b ell">{row.holder}</span>
            <span className="grow" />
            <StagePill stage={row.stage} status={row.status} />
          </div>
          <div className="row s12">
            <OrderLink row={row} />
            <span className="grow" />
            <span className="t3">
              <Ago at={row.updatedAt} />
            </span>
          </div>
          {row.wait === null ? null : (
            <div className="row s12">
              <span className="ell t2">
                <Waiting row={row} />
              </span>
              <span className="grow" />
              <Rest row={row} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

/** By our id; for a channel's person by the reference that the channel gave it, which is what they know. */
function OrderLink({ row }: { row: OrderRow }) {
  const theirs = isOfChannel(useSession().user.roles);
  return (
    <Link data-row to={`/orders/${row.id}`} className="mono" title={`${row.id} · ${row.channel} ${row.externalRef}`}>
      {theirs ? row.externalRef : row.id}
    </Link>
  );
}

function Waiting({ row }: { row: OrderRow }) {
  const { t, say } = useSettings();
  if (row.step !== null) {
    return (
      <span className="t3" title={say(row.step.sentence)}>
        {say(row.step.what)}
      </span>
    );
  }
  if (row.wait === null) {
    const text = row.reason === null ? '—' : say(row.reason);
    return (
      <span className="t3" title={text}>
        {text}
      </span>
    );
  }
  const what = say(row.wait.what);
  const owner = t.owner[row.wait.owner];
  const named = what.toLowerCase().includes(owner.toLowerCase());
  return (
    <span title={say(row.wait.sentence)}>
      {what} {named ? null : <span className="t3 s12">{owner}</span>}
    </span>
  );
}

function Rest({ row }: { row: OrderRow }) {
  const { t } = useSettings();
  return row.wait === null ? (
    <span className="t3">—</span>
  ) : (
    <TimeLeft dueAt={row.wait.dueAt} left={t.orders.left} over={t.orders.over} />
  );
}
