import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { stageName, STAGES, STATUSES, WAIT_OWNERS, type WaitOwner } from '../../../../api/schemas/words';
import { count } from '../../../shared/format';
import { ordersQuery } from '../api/queries';
import { useListKeys } from '../list-keys';
import { Chips } from '../parts/chips';
import { X } from '../parts/icons';
import { ListCard } from '../parts/list-card';
import { LiveDot } from '../parts/live-dot';
import { Pager } from '../parts/pager';
import { Empty } from '../parts/states';
import { useSettings } from '../settings';
import { Find } from '../shell/find';
import { isOfChannel } from '../shell/roles';
import { useSession } from '../shell/session';
import { useNarrow } from '../use-narrow';
import { useTitle } from '../use-title';
import { useFilters, type Filters } from './filters';
import { OrderTable } from './order-table';

/** The live list: filters in the address, pages by key, refetched when the server says that an order changed. */
export default function OrdersPage() {
  const { t } = useSettings();
  const { filters, query, change, clear, filtered } = useFilters();
  const list = useQuery({ ...ordersQuery(query), placeholderData: keepPreviousData });
  useTitle(t.orders.title);
  useListKeys();
  const ofChannel = isOfChannel(useSession().user.roles);
  return (
    <main className="page list" id="content">
      <div className="head">
        <h1>{t.orders.title}</h1>
        <LiveDot />
        <span className="grow" />
        <FilterBar
          filters={filters}
          change={change}
          counts={list.data?.counts}
          clear={filtered ? clear : null}
          choices={!ofChannel}
        />
      </div>
      <StageChips counts={list.data?.counts} stage={filters.stage} change={change} />
      {ofChannel ? <OwnerChips counts={list.data?.counts} owner={filters.owner} change={change} /> : null}
      <ListCard
        title={t.orders.title}
        list={list}
        lines={14}
        empty={
          filtered || filters.after !== null ? (
            <Empty title={t.orders.noMatch} action={<Button onClick={clear}>{t.orders.clear}</Button>} />
          ) : (
            <Empty title={t.orders.empty} next={t.orders.emptyNext} />
          )
        }
      >
        {(rows) => <OrderTable rows={rows} />}
      </ListCard>
      {list.data === undefined ? null : (
        <Pager
          shown={list.data.rows.length === 0 ? null : t.orders.shown(count(list.data.rows.length))}
          after={filters.after}
          next={list.data.next}
          onChange={(after) => {
            change({ after });
          }}
        />
      )}
    </main>
  );
}

/** Orders by stage, and open ones by `waiting:<owner>`. */
type Counts = Readonly<Record<string, number>> | undefined;

interface Part {
  readonly change: (next: Partial<Filters>) => void;
}

/** One chip a stage with its count, so that where things pile up is seen before anything is asked. */
function StageChips({ counts, stage, change }: Part & { counts: Counts; stage: Filters['stage'] }) {
  const { t, say } = useSettings();
  const total = counts === undefined ? undefined : STAGES.reduce((sum, each) => sum + (counts[each] ?? 0), 0);
  const chips = [
    { value: null, label: t.orders.all, n: total },
    ...STAGES.map((each) => ({ value: each, label: say(stageName(each)), n: counts?.[each] ?? (counts && 0) })),
  ];
  return (
    <Chips
      label={t.orders.byStage}
      chips={chips}
      value={stage}
      onChange={(value) => {
        change({ stage: value });
      }}
    />
  );
}

/** What a channel's person comes for: what waits, and whose turn it is. */
function OwnerChips({ counts, owner, change }: Part & { counts: Counts; owner: Filters['owner'] }) {
  const { t } = useSettings();
  const waiting = (each: WaitOwner): number | undefined => counts && (counts[`waiting:${each}`] ?? 0);
  return (
    <div className="row g2 wait-for">
      <span className="t3 s12 nw" aria-hidden>
        {t.orders.owner}
      </span>
      <Chips
        label={t.orders.owner}
        chips={WAIT_OWNERS.map((each) => ({ value: each, label: t.owner[each], n: waiting(each) }))}
        value={owner}
        onChange={(value) => {
          change({ owner: value === owner ? null : value });
        }}
      />
    </div>
  );
}

const withCount = (label: string, n: number | undefined): string => (n === undefined ? label : `${label} ${count(n)}`);

interface FilterBarProps extends Part {
  readonly filters: Filters;
  readonly counts: Counts;
  /** null where nothing is filtered. */
  readonly clear: (() => void) | null;
  /** False where chips on the page say it already. */
  readonly choices: boolean;
}

function FilterBar({ filters, change, counts, clear, choices }: FilterBarProps) {
  const narrow = useNarrow();
  const { t } = useSettings();
  return (
    <search className="filters">
      {narrow ? <Find /> : null}
      {choices ? <Choices filters={filters} change={change} counts={counts} /> : null}
      {clear !== null ? (
        <Button type="text" icon={<X size={14} aria-hidden />} onClick={clear}>
          {t.orders.clear}
        </Button>
      ) : null}
    </search>
  );
}

function Choices({ filters, change, counts }: Pick<FilterBarProps, 'filters' | 'change' | 'counts'>) {
  const { t } = useSettings();
  return (
    <>
      <Select
        aria-label={t.orders.status}
        value={filters.status ?? ''}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t.orders.anyStatus },
          ...STATUSES.map((value) => ({ value, label: t.status[value] })),
        ]}
        onChange={(value) => {
          change({ status: STATUSES.find((each) => each === value) ?? null });
        }}
      />
      <Select
        aria-label={t.orders.owner}
        value={filters.owner ?? ''}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t.orders.anyOwner },
          ...WAIT_OWNERS.map((value) => ({ value, label: withCount(t.owner[value], counts?.[`waiting:${value}`]) })),
        ]}
        onChange={(value) => {
          change({ owner: WAIT_OWNERS.find((each) => each === value) ?? null });
        }}
      />
    </>
  );
}
