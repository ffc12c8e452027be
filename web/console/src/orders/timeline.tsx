import { useState } from 'react';
import { Link } from 'react-router';
import type { TimelineEntry } from '../../../../api/schemas/order';
import type { Status } from '../../../../api/schemas/words';
import { dayLabel, exact, isoDay, time } from '../../../shared/format';
import { useBusinessNow } from '../now';
import {
  Activity,
  Building2,
  Check,
  CircleX,
  RadioTower,
  Send,
  Smartphone,
  TriangleAlert,
  Truck,
  User,
  UserRoundSearch,
} from '../parts/icons';
import { LiveDot } from '../parts/live-dot';
import { useSettings } from '../settings';
import { isOfChannel, mayReadReviews } from '../shell/roles';
import { useSession } from '../shell/session';

const GROUPS = ['all', 'people', 'system', 'partners'] as const;
type Group = (typeof GROUPS)[number];
type Kind = TimelineEntry['actor']['kind'];

const GROUP_OF: Record<Kind, Group> = {
  customer: 'people',
  officer: 'people',
  staff: 'people',
  system: 'system',
  channel: 'partners',
  carrier: 'partners',
  courier: 'partners',
  authority: 'partners',
};

const ICON_OF: Record<Kind, typeof Check> = {
  customer: Smartphone,
  officer: UserRoundSearch,
  staff: User,
  system: Activity,
  channel: Send,
  carrier: RadioTower,
  courier: Truck,
  authority: Building2,
};

/** What happened, newest first and by day; each a sentence with its actor, its evidence, and the raw content behind a button. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t, language } = useSettings();
  const now = useBusinessNow('minute');
  const [group, setGroup] = useState<Group>('all');
  const shown = entries
    .filter((entry) => group === 'all' || GROUP_OF[entry.actor.kind] === group)
    .toSorted((a, b) => b.version - a.version);
  const days = byDay(shown);
  const words = t.order.timeline;
  return (
    <section className="card timeline" aria-label={words.title}>
      <div className="hd">
        <h2>{words.title}</h2>
        <LiveDot />
        <span className="grow" />
        <div className="seg" role="group" aria-label={words.filter}>
          {GROUPS.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={group === each}
              onClick={() => {
                setGroup(each);
              }}
            >
              {words[each]}
            </button>
          ))}
        </div>
      </div>
      <div className="tl" aria-live="polite" aria-relevant="additions">
        {shown.length === 0 ? <p className="t3 none">{words.none}</p> : null}
        {days.map(([day, list]) => (
          <section key={day} aria-label={day}>
            <h3 className="day">{dayLabel(list[0]?.at ?? day, now, language)}</h3>
            <ol>
              {list.map((entry) => (
                <Entry key={entry.version} entry={entry} />
              ))}
            </ol>
          </section>
        ))}
      </div>
    </section>
  );
}

/** Neighbours of one day together, in the order they came. */
function byDay(
  entries: readonly TimelineEntry[],
): readonly (readonly [day: string, entries: readonly TimelineEntry[]])[] {
  const days = new Map<string, TimelineEntry[]>();
  for (const entry of entries) {
    const day = isoDay(entry.at);
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days];
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t, say } = useSettings();
  const [raw, setRaw] = useState(false);
  const ours = !isOfChannel(useSession().user.roles);
  const [tone, Icon] = look(entry);
  const words = t.order.timeline;
  return (
    <li className="ev">
      <time dateTime={entry.at} title={exact(entry.at)} className="h">
        {time(entry.at)}
      </time>
      <span className={`pt ${tone}`}>
        <Icon size={12} aria-hidden />
      </span>
      <div className="what">
        <div>{say(entry.text)}</div>
        <div className="w">
          {t.order.actor[entry.actor.kind]}
          {entry.actor.name === null ? null : ` ${entry.actor.name}`}
          {entry.link === null ? null : (
            <>
              {' · '}
              <Evidence link={entry.link} />
            </>
          )}
          {ours ? (
            <button
              type="button"
              className="ghost raw"
              aria-expanded={raw}
              onClick={() => {
                setRaw(!raw);
              }}
            >
              {words.raw}
            </button>
          ) : null}
        </div>
        {raw ? (
          <pre
            tabIndex={0}
          >{`${entry.event} · ${words.version(entry.version)}\n${JSON.stringify(entry.raw, null, 2)}`}</pre>
        ) : null}
      </div>
    </li>
  );
}

/** Evidence that stands on this very page, under another tab. */
const TAB_OF: Readonly<Record<string, string>> = { case: 'identity', 'carrier-call': 'card' };

function Evidence({ link }: { link: NonNullable<TimelineEntry['link']> }) {
  const { t } = useSettings();
  const reviewer = mayReadReviews(useSession().user.roles);
  const words: Readonly<Record<string, string>> = t.order.timeline.evidence;
  const label = words[link.kind] ?? t.order.timeline.evidence.other;
  if (link.kind === 'review' && reviewer) return <Link to={`/reviews/${link.id}`}>{label}</Link>;
  if (link.kind === 'order') return <Link to={`/orders/${link.id}`}>{link.id}</Link>;
  const tab = TAB_OF[link.kind];
  if (tab !== undefined) return <Link to={{ search: `tab=${tab}` }}>{label}</Link>;
  return (
    <span className="any">
      {label} <span className="mono">{link.id}</span>
    </span>
  );
}

/** Statuses in which something has to be put right. */
const AMISS: ReadonlySet<Status> = new Set<Status>([
  'parked',
  'carrier-down',
  'courier-down',
  'returning',
  'activation-held',
  'activation-stopped',
]);

function look({ stage, status, actor }: TimelineEntry): readonly [string, typeof Check] {
  if (stage === 'rejected' || stage === 'failed') return ['bad', CircleX];
  if (stage === 'active') return ['ok', Check];
  if (stage === 'returned' || AMISS.has(status)) return ['warn', TriangleAlert];
  return [actor.kind === 'system' ? '' : 'info', ICON_OF[actor.kind]];
}
