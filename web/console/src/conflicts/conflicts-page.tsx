import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { ConflictCase } from '../../../../api/schemas/conflict';
import { conflictsQuery } from '../api/queries';
import { useListKeys } from '../list-keys';
import { Ago } from '../parts/basics';
import { Chips } from '../parts/chips';
import { ListCard } from '../parts/list-card';
import { LiveDot } from '../parts/live-dot';
import { Pager } from '../parts/pager';
import { Empty } from '../parts/states';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { useTitle } from '../use-title';
import { ConflictDrawer } from './conflict-drawer';

const STATES = ['open', 'closed'] as const;

/** Contradictions that no machine may settle; which one is open stands in the address. */
export default function ConflictsPage() {
  const { t } = useSettings();
  const [params, setParams] = useSearchParams();
  const state = STATES.find((each) => each === params.get('state')) ?? 'open';
  const after = params.get('after');
  const list = useQuery({
    ...conflictsQuery(`limit=50&state=${state}${after === null ? '' : `&after=${encodeURIComponent(after)}`}`),
    placeholderData: keepPreviousData,
  });
  useTitle(t.conflicts.title);
  useListKeys();
  const go = (next: Readonly<Record<string, string>>): void => {
    setParams(next);
  };
  const address = (id: string): string =>
    `?${new URLSearchParams({ ...Object.fromEntries(params), case: id }).toString()}`;
  const close = (): void => {
    setParams((before) => {
      const rest = new URLSearchParams(before);
      rest.delete('case');
      return rest;
    });
  };
  return (
    <main className="page list" id="content">
      <div className="head">
        <h1>{t.conflicts.title}</h1>
        <LiveDot />
      </div>
      <Chips
        label={t.conflicts.byState}
        chips={STATES.map((each) => ({ value: each, label: t.conflicts.states[each], n: list.data?.counts[each] }))}
        value={state}
        onChange={(each) => {
          go(each === 'open' ? {} : { state: each });
        }}
      />
      <ListCard
        title={t.conflicts.title}
        list={list}
        empty={
          state === 'open' ? (
            <Empty title={t.conflicts.empty} next={t.conflicts.emptyNext} />
          ) : (
            <Empty title={t.conflicts.noneClosed} />
          )
        }
      >
        {(rows) => <ConflictTable rows={rows} address={address} />}
      </ListCard>
      {list.data === undefined ? null : (
        <Pager
          after={after}
          next={list.data.next}
          onChange={(page) => {
            go(page === null ? { state } : { state, after: page });
          }}
        />
      )}
      <ConflictDrawer id={params.get('case')} onClose={close} />
    </main>
  );
}

interface TableProps {
  readonly rows: readonly ConflictCase[];
  readonly address: (id: string) => string;
}

function ConflictTable({ rows, address }: TableProps) {
  const { t, say } = useSettings();
  const narrow = useNarrow();
  const columns = t.conflicts.columns;
  if (narrow) {
    return (
      <ul className="rows">
        {rows.map((row) => (
          <li key={row.id}>
            <div className="row">
              <span className="ell">{say(row.title)}</span>
              <span className="grow" />
              <span className="t3 s12">
                <Ago at={row.openedAt} />
              </span>
            </div>
            <div className="row s12">
              <CaseLink id={row.id} address={address} />
              <span className="grow" />
              <span className="ell t2">{row.resolution === null ? row.externalRef : say(row.resolution.label)}</span>
            </div>
          </li>
        ))}
      </ul>
    );
  }
  const table: TableColumnsType<ConflictCase> = [
    { title: columns.case, width: 160, render: (_, row) => <CaseLink id={row.id} address={address} /> },
    { title: columns.kind, ellipsis: true, render: (_, row) => <span title={say(row.text)}>{say(row.title)}</span> },
    { title: columns.channel, width: 120, ellipsis: true, render: (_, row) => row.channelName ?? row.channel ?? '—' },
    {
      title: columns.reference,
      width: 176,
      ellipsis: true,
      render: (_, row) => (
        <span className="mono" title={row.externalRef ?? ''}>
          {row.externalRef ?? '—'}
        </span>
      ),
    },
    { title: columns.order, width: 208, ellipsis: true, render: (_, row) => <FirstOrder row={row} /> },
    { title: columns.opened, width: 104, render: (_, row) => <Ago at={row.openedAt} /> },
    ...(rows.some(({ resolution }) => resolution !== null)
      ? [
          {
            title: columns.settled,
            width: 240,
            ellipsis: true,
            render: (_: unknown, { resolution }: ConflictCase) =>
              resolution === null ? '—' : <span title={say(resolution.label)}>{say(resolution.label)}</span>,
          },
        ]
      : []),
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

function CaseLink({ id, address }: { id: string; address: TableProps['address'] }) {
  return (
    <Link data-row to={address(id)} className="mono">
      {id}
    </Link>
  );
}

function FirstOrder({ row }: { row: ConflictCase }) {
  const { t } = useSettings();
  const [first] = row.orders;
  if (first === undefined) return <span className="t3">—</span>;
  return (
    <>
      <Link to={`/orders/${first.id}`} className="mono">
        {first.id}
      </Link>
      {row.orders.length > 1 ? <span className="t3 s12"> {t.conflicts.more(row.orders.length - 1)}</span> : null}
    </>
  );
}
