import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearchParams } from 'react-router';
import type { OrderPage as Order } from '../../../../api/schemas/order';
import type { Role } from '../../../../api/schemas/words';
import { date, dateTime, duration, phone, roughDuration, time } from '../../../shared/format';
import { orderQuery } from '../api/queries';
import { CommissionTab } from '../commission/commission-tab';
import { useBusinessNow } from '../now';
import { CopyId } from '../parts/basics';
import { ArrowLeft } from '../parts/icons';
import { StagePill } from '../parts/stage-pill';
import { Failure, Skeleton, Stale } from '../parts/states';
import { Tabs, TabPanel } from '../parts/tabs';
import { useSettings } from '../settings';
import { isOfChannel, mayReadCommission } from '../shell/roles';
import { useSession } from '../shell/session';
import { useTitle } from '../use-title';
import { HandoverPanel } from './handover-panel';
import { InterceptParcel } from './intercept-parcel';
import { CardTab, IdentityTab, OverviewFacts } from './order-facts';
import { ResumeOrder } from './resume-order';
import { SendLink } from './send-link';
import { RawEvents } from './raw-events';
import { StageTrack } from './stage-track';
import { Timeline } from './timeline';
import { EndCells, StepCells, WaitCells } from './wait-cells';

const TABS = ['overview', 'identity', 'card', 'commission', 'raw'] as const;
type Tab = (typeof TABS)[number];

/** A channel sees how its order goes; what the checks found, and what was said to partners, it is not sent. */
function tabsFor(roles: readonly Role[]): readonly Tab[] {
  const tabs: readonly Tab[] = isOfChannel(roles) ? ['overview', 'commission'] : TABS;
  return tabs.filter((each) => each !== 'commission' || mayReadCommission(roles));
}

export default function OrderPage() {
  const { id = '' } = useParams();
  const order = useQuery(orderQuery(id));
  useTitle(id);
  if (order.data !== undefined) {
    return <OrderContent page={order.data} stale={order.isError ? () => void order.refetch() : null} />;
  }
  return (
    <main className="page" id="content">
      {order.isError ? (
        <Failure error={order.error} onRetry={() => void order.refetch()} />
      ) : (
        <Skeleton block lines={10} />
      )}
    </main>
  );
}

function OrderContent({ page, stale }: { page: Order; stale: (() => void) | null }) {
  const { t } = useSettings();
  const [params, setParams] = useSearchParams();
  const { roles } = useSession().user;
  const tabs = tabsFor(roles);
  const tab: Tab = tabs.find((each) => each === params.get('tab')) ?? 'overview';
  const open = (next: Tab): void => {
    setParams(next === 'overview' ? {} : { tab: next }, { replace: true });
  };
  const labelOf: Record<Tab, string> = { ...t.order.tabs, commission: t.money.why.tab };
  const counts: Partial<Record<Tab, number>> = { raw: page.entries.length };
  return (
    <main className="object" id="content">
      <div className="oh">
        <Header page={page} />
        <Tabs
          label={t.order.tabs.label}
          tabs={tabs.map((value) => ({ value, label: labelOf[value], count: counts[value] }))}
          value={tab}
          onChange={open}
        />
      </div>
      <div className="page">
        {stale === null ? null : <Stale onRetry={stale} />}
        {page.order.wait === null ? <EndCells order={page.order} /> : <WaitCells wait={page.order.wait} />}
        <HandoverPanel key={page.order.id} page={page} />
        {page.order.step === null ? null : <StepCells step={page.order.step} />}
        <TabPanel value={tab}>
          {tab === 'overview' ? (
            <>
              <StageTrack track={page.track} />
              <div className="cols">
                <OverviewFacts page={page} />
                <Timeline entries={page.entries} />
              </div>
            </>
          ) : tab === 'identity' ? (
            <IdentityTab page={page} />
          ) : tab === 'card' ? (
            <CardTab page={page} />
          ) : tab === 'commission' ? (
            <CommissionTab order={page.order.id} />
          ) : (
            <RawEvents entries={page.entries} />
          )}
        </TabPanel>
      </div>
    </main>
  );
}

function Header({ page: { order, parcel, holder, entries } }: { page: Order }) {
  const { t, language } = useSettings();
  const now = useBusinessNow('minute');
  const createdAt = Date.parse(order.createdAt);
  const channel = entries.find(({ actor }) => actor.kind === 'channel')?.actor.name ?? order.channel;
  return (
    <>
      <div className="row g3 wrap">
        <h1>{holder.name}</h1>
        <StagePill stage={order.stage} status={order.status} />
        {order.attempt > 1 ? <span className="pill warn">{t.order.attempt(order.attempt)}</span> : null}
        <span className="grow" />
        <SendLink order={order} />
        <ResumeOrder order={order} />
        <InterceptParcel order={order} parcel={parcel} />
        <Link to="/orders" className="back">
          <ArrowLeft size={14} aria-hidden /> {t.order.back}
        </Link>
      </div>
      <div className="meta">
        <CopyId id={order.id} />
        {order.number === null ? null : <span>{phone(order.number)}</span>}
        <span>{order.cityName}</span>
        <span>
          {channel} <span className="mono">{order.externalRef}</span>
        </span>
        <span title={dateTime(order.createdAt, language)}>
          {t.order.placed(`${date(order.createdAt, language)} ${time(order.createdAt)}`)} ·{' '}
          {order.endedAt === null
            ? t.order.age(roughDuration(now - createdAt, language))
            : `${t.order.ended.took} ${duration(Date.parse(order.endedAt) - createdAt, language)}`}
        </span>
      </div>
    </>
  );
}
