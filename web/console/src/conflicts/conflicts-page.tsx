import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link, useSearchParams } from 'react-router';
import type { ConflictCase } from '../../../../api/schemas/conflict';
import { count } from '../../../shared/format';
import { conflictsQuery } from '../api/queries';
import { useListKeys } from '../list-keys';
import { Ago } from '../parts/basics';
import { ArrowLeft, ArrowRight } from '../parts/icons';
import { LiveDot } from '../parts/live-dot';
import { Empty, Failure, Skeleton, Stale } from '../parts/states';
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
      <div className="chips" role="group" aria-label={t.conflicts.byState}>
        {STATES.map((each) => (
          <button
            key={each}
            type="button"
            className="chip"
            aria-pressed={each === state}
            onClick={() => {
              go(each === 'open' ? {} : { state: each });
            }}
          >
            {t.conflicts.states[each]}
            <span className="n">{list.data === undefined ? '' : count(list.data.counts[each])}</span>
          </button>
        ))}
      </div>
      {list.isError && list.data !== undefined ? <Stale onRetry={() => void list.refetch()} /> : null}
      <section className="card" aria-label={t.conflicts.title} aria-busy={list.isPlaceholderData}>
        {list.data === undefined ? (
          list.isError ? (
            <Failure error={list.error} onRetry={() => void list.refetch()} />
          ) : (
            <Skeleton lines={10} block />
          )
        ) : list.data.rows.length > 0 ? (
          <ConflictTable rows={list.data.rows} address={address} />
        ) : state === 'open' ? (
          <Empty title={t.conflicts.empty} next={t.conflicts.emptyNext} />
        ) : (
          <Empty title={t.conflicts.noneClosed} />
        )}
      </section>
      {list.data === undefined ? null : (
        <div className="pager">
          <span className="grow" />
          {after === null ? null : (
            <Button
              icon={<ArrowLeft size={16} aria-hidden />}
              onClick={() => {
                go({ state });
              }}
            >
              {t.orders.first}
            </Button>
          )}
          {list.data.next === null ? null : (
            <Button
              icon={<ArrowRight size={16} aria-hidden />}
              iconPlacement="end"
              onClick={() => {
                go({ state, after: list.data.next ?? '' });
              }}
            >
              {t.orders.older}
            </Button>
          )}
        </div>
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
