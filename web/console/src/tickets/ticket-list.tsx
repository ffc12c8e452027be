import type { UseQueryResult } from '@tanstack/react-query';
import { Link, useSearchParams } from 'react-router';
import type { TicketList as Listed, TicketRow } from '../../../../api/schemas/ticket';
import { useBusinessNow } from '../now';
import { Ago } from '../parts/basics';
import { TriangleAlert } from '../parts/icons';
import { Empty, Failure, Skeleton, Stale } from '../parts/states';
import { useSettings } from '../settings';
import { DutySwitch, useDuty } from './duty-switch';
import { Sla, toneOf } from './sla';

const VIEWS = ['mine', 'told', 'unassigned', 'open', 'waiting', 'acting', 'closed'] as const;

interface ListProps {
  readonly list: UseQueryResult<Listed>;
  readonly view: string;
  readonly chosen: string | undefined;
}

/** The tickets of a view, by deadline; the bar on the left says how urgent. */
export function TicketList({ list, view, chosen }: ListProps) {
  const { t } = useSettings();
  const counts = list.data?.counts;
  const alarms = counts?.['alarms'] ?? 0;
  const overdue = counts?.['overdue'] ?? 0;
  return (
    <aside className="lp" aria-label={t.tickets.list}>
      <div className="lp-hd">
        <div className="row">
          <h1>{t.tickets.title}</h1>
          {overdue === 0 ? null : <span className="pill bad">{t.tickets.overdue(overdue)}</span>}
          <span className="grow" />
          <DutySwitch />
        </div>
        {alarms === 0 ? null : (
          <p className="alarm s12" role="alert">
            <TriangleAlert size={14} aria-hidden /> {t.tickets.alarms(alarms)}
          </p>
        )}
        <nav className="views" aria-label={t.tickets.view}>
          {VIEWS.map((one) => (
            <Link
              key={one}
              to={{ search: `?view=${one}` }}
              className={one === view ? 'on' : ''}
              aria-current={one === view ? 'page' : undefined}
            >
              {t.tickets.views[one]}
              {counts === undefined || one === 'closed' ? null : <span className="cnt">{counts[one] ?? 0}</span>}
            </Link>
          ))}
        </nav>
      </div>
      {list.isError && list.data !== undefined ? <Stale onRetry={() => void list.refetch()} /> : null}
      <div className="lp-rows">
        {list.data !== undefined ? (
          <Rows list={list.data} chosen={chosen} />
        ) : list.isError ? (
          <Failure error={list.error} onRetry={() => void list.refetch()} />
        ) : (
          <Skeleton block lines={8} />
        )}
      </div>
    </aside>
  );
}

function Rows({ list, chosen }: { list: Listed; chosen: string | undefined }) {
  const { t } = useSettings();
  const duty = useDuty();
  const [search] = useSearchParams();
  const paged = search.has('after');
  if (list.rows.length === 0 && !paged)
    return (
      <Empty title={t.tickets.empty} next={duty.data?.onDuty === false ? t.tickets.emptyOff : t.tickets.emptyNext} />
    );
  const at = (after: string | null): string => {
    const next = new URLSearchParams(search);
    if (after === null) next.delete('after');
    else next.set('after', after);
    return `?${next.toString()}`;
  };
  return (
    <>
      <ul>
        {list.rows.map((row) => (
          <li key={row.id}>
            <Row row={row} chosen={row.id === chosen} search={search.toString()} />
          </li>
        ))}
      </ul>
      {list.next === null && !paged ? null : (
        <div className="pager lp-pager">
          {paged ? <Link to={{ search: at(null) }}>{t.tickets.first}</Link> : null}
          <span className="grow" />
          {list.next === null ? null : <Link to={{ search: at(list.next) }}>{t.tickets.more}</Link>}
        </div>
      )}
    </>
  );
}

function Row({ row, chosen, search }: { row: TicketRow; chosen: boolean; search: string }) {
  const { t, say } = useSettings();
  const tone = toneOf(row, useBusinessNow('minute'));
  const who = row.assignee === null ? null : row.assignee.mine ? t.tickets.mine : row.assignee.name;
  return (
    <Link
      data-row
      className={`tk ${tone}${chosen ? ' on' : ''}`}
      to={{ pathname: `/tickets/${row.id}`, search }}
      aria-current={chosen ? 'true' : undefined}
    >
      <span className="row">
        <span className="grow ell b">
          {row.holder} · {say(row.title)}
        </span>
        <Sla row={row} />
      </span>
      <span className="row s12 t2">
        <span className="mono">{row.kind}</span>
        {row.priority === 1 ? <span className="bad b">P1</span> : null}
        <span className="grow ell">{row.wait === null ? null : say(row.wait.what)}</span>
        <span className="nw">
          {who ?? (row.state === 'open' ? t.tickets.nobodyAssigned : <Ago at={row.updatedAt} />)}
        </span>
      </span>
    </Link>
  );
}
