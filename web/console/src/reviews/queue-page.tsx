import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { Button, Table, type TableColumnsType } from 'antd';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { ReviewRow } from '../../../../api/schemas/review';
import { count } from '../../../shared/format';
import { claim, queueQuery } from '../api/queries';
import { useHotkeys } from '../hotkeys';
import { useListKeys } from '../list-keys';
import { TimeLeft } from '../orders/time-left';
import { Ago, Kbd, Pill } from '../parts/basics';
import { ArrowRight, TriangleAlert, UsersRound } from '../parts/icons';
import { ListCard } from '../parts/list-card';
import { LiveDot } from '../parts/live-dot';
import { Pager } from '../parts/pager';
import { Empty } from '../parts/states';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { mayReview } from '../shell/roles';
import { useSession } from '../shell/session';
import { useTitle } from '../use-title';
import { HeldHandovers } from './held-handovers';
import { useNext } from './use-next';

/** An officer's landing page: how much there is, and one large button that takes the most urgent case. */
export default function QueuePage() {
  const { t } = useSettings();
  const [params, setParams] = useSearchParams();
  const after = params.get('after');
  const queue = useQuery({ ...queueQuery(after), placeholderData: keepPreviousData });
  const next = useNext();
  useTitle(t.queue.title);
  useListKeys();
  const officer = mayReview(useSession().user.roles);
  useHotkeys(
    {
      n: () => {
        next.mutate();
      },
    },
    officer,
  );
  const counts = queue.data?.counts;
  return (
    <main className="page" id="content">
      <div className="head">
        <h1>{t.queue.title}</h1>
        <LiveDot />
      </div>
      <section className="card lead" aria-label={t.queue.next}>
        <dl className="figures">
          <Figure label={t.queue.open} value={counts?.open} />
          <Figure label={t.queue.overdue} value={counts?.overdue} bad />
          <Figure label={t.queue.mine} value={counts?.mine} />
        </dl>
        <span className="grow" />
        {officer ? (
          <div className="next">
            <span className="t3 s12" role="status">
              {next.isSuccess && next.data === null ? t.queue.none : t.queue.nextHint}
            </span>
            <Button
              type="primary"
              size="large"
              className="big"
              loading={next.isPending}
              icon={<ArrowRight size={20} aria-hidden />}
              iconPlacement="end"
              onClick={() => {
                next.mutate();
              }}
            >
              <span>
                {t.queue.next} <Kbd>N</Kbd>
              </span>
            </Button>
          </div>
        ) : null}
      </section>
      {officer ? <HeldHandovers /> : null}
      {next.isError ? (
        <div className="note bad" role="alert">
          <TriangleAlert size={16} aria-hidden />
          <span>{t.queue.failed}</span>
        </div>
      ) : null}
      <ListCard title={t.queue.title} list={queue} empty={<Empty title={t.queue.empty} next={t.queue.emptyNext} />}>
        {(rows) => <QueueTable rows={rows} />}
      </ListCard>
      {queue.data === undefined ? null : (
        <Pager
          after={after}
          next={queue.data.next}
          labels={t.queue.pages}
          onChange={(page) => {
            setParams(page === null ? {} : { after: page });
          }}
        />
      )}
    </main>
  );
}

function Figure({ label, value, bad = false }: { label: string; value: number | undefined; bad?: boolean }) {
  const alarm = bad && value !== undefined && value > 0;
  return (
    <div className={alarm ? 'figure bad' : 'figure'}>
      <dt>
        {alarm ? <TriangleAlert size={14} aria-hidden /> : null} {label}
      </dt>
      <dd>{value === undefined ? '–' : count(value)}</dd>
    </div>
  );
}

function QueueTable({ rows }: { rows: readonly ReviewRow[] }) {
  const { t, say } = useSettings();
  const narrow = useNarrow();
  const columns = t.queue.columns;
  if (narrow) return <QueueList rows={rows} />;
  const table: TableColumnsType<ReviewRow> = [
    { title: columns.case, width: 160, ellipsis: true, render: (_, row) => <CaseLink row={row} /> },
    {
      title: columns.reason,
      ellipsis: true,
      render: (_, row) => (
        <span title={`${say(row.topReason.text)} · ${row.topReason.code}`}>
          {say(row.topReason.text)}{' '}
          {row.reasons > 1 ? <span className="t3 s12">{t.queue.more(row.reasons - 1)}</span> : null}
        </span>
      ),
    },
    {
      title: columns.holder,
      width: 112,
      ellipsis: true,
      render: (_, row) => <span title={row.holder}>{row.holder}</span>,
    },
    {
      title: columns.plan,
      width: 128,
      ellipsis: true,
      render: (_, row) => (row.quantity === 1 ? row.planName : `${row.planName} × ${String(row.quantity)}`),
    },
    { title: columns.approvals, width: 132, render: (_, row) => <Needs row={row} /> },
    { title: columns.opened, width: 88, render: (_, row) => <Ago at={row.openedAt} /> },
    { title: columns.due, width: 128, render: (_, row) => <Due row={row} /> },
    { title: columns.lease, width: 88, ellipsis: true, render: (_, row) => <Holder row={row} /> },
    { title: '', width: 76, align: 'right', render: (_, row) => <Take row={row} /> },
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

function QueueList({ rows }: { rows: readonly ReviewRow[] }) {
  const { say } = useSettings();
  return (
    <ul className="rows">
      {rows.map((row) => (
        <li key={row.id}>
          <div className="row">
            <span className="ell">{say(row.topReason.text)}</span>
            <span className="grow" />
            <Due row={row} />
          </div>
          <div className="row s12">
            <CaseLink row={row} />
            <span className="ell t2">{row.holder}</span>
            <span className="grow" />
            <Needs row={row} />
          </div>
          <div className="row s12">
            <Holder row={row} />
            <span className="grow" />
            <Take row={row} />
          </div>
        </li>
      ))}
    </ul>
  );
}

function CaseLink({ row }: { row: ReviewRow }) {
  return (
    <Link data-row to={`/reviews/${row.id}`} className="mono">
      {row.id}
    </Link>
  );
}

function Needs({ row }: { row: ReviewRow }) {
  const { t } = useSettings();
  if (row.approvalsNeeded < 2) return <span className="t2">{t.queue.one}</span>;
  return (
    <Pill tone="warn" icon={UsersRound}>
      {row.approvals === 0 ? t.queue.two : t.queue.twoDone(row.approvals)}
    </Pill>
  );
}

function Due({ row }: { row: ReviewRow }) {
  const { t } = useSettings();
  return (
    <span className="nw">
      <TimeLeft dueAt={row.dueAt} left={t.orders.left} over={t.orders.over} />
      {row.escalatedAt === null ? null : <span className="bad s12"> {t.queue.escalated}</span>}
    </span>
  );
}

function Holder({ row }: { row: ReviewRow }) {
  const { t } = useSettings();
  if (row.decidedByMe) return <span className="t3">{t.queue.decidedByMe}</span>;
  if (row.lease === null) return <span className="t3">{t.queue.free}</span>;
  return (
    <span className={row.lease.mine ? 'info-text' : 't2'}>{row.lease.mine ? t.queue.me : row.lease.userName}</span>
  );
}

function Take({ row }: { row: ReviewRow }) {
  const { t } = useSettings();
  const navigate = useNavigate();
  const officer = mayReview(useSession().user.roles);
  const take = useMutation({
    mutationFn: claim,
    // Also after a refusal: the case page says who has it.
    onSettled: () => navigate(`/reviews/${row.id}`),
  });
  if (row.lease?.mine === true)
    return (
      <Link className="nw" to={`/reviews/${row.id}`}>
        {t.queue.resume}
      </Link>
    );
  if (!officer || row.lease !== null || row.decidedByMe) return null;
  return (
    <Button
      size="small"
      loading={take.isPending}
      aria-label={`${t.queue.claim} ${row.id}`}
      onClick={() => {
        take.mutate(row.id);
      }}
    >
      {t.queue.claim}
    </Button>
  );
}
