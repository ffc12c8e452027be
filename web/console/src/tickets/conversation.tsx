import { useEffect, useRef } from 'react';
import type { TicketEntry, TicketView } from '../../../../api/schemas/ticket';
import { dayLabel, exact, isoDay, time } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { Bot, Check, Clock, Hand, Lock, TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { Composer } from './composer';

/** What was said, in bubbles, and what was done, in quiet lines between them; the newest at the end. */
export function Conversation({ view }: { view: TicketView }) {
  const { t, language } = useSettings();
  const now = useBusinessNow('minute');
  const end = useRef<HTMLDivElement>(null);
  const { entries, ticket } = view;
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'end' });
  }, [entries.length]);
  return (
    <>
      {/* Scrollable, so it takes the focus: keys scroll it. */}
      <div className="conv" role="log" aria-label={t.tickets.conversation} tabIndex={0}>
        {entries.map((entry, index) => {
          const before = entries[index - 1];
          const newDay = before === undefined || isoDay(before.at) !== isoDay(entry.at);
          return (
            <div key={entry.id}>
              {newDay ? <h3 className="conv-day">{dayLabel(entry.at, now, language)}</h3> : null}
              {entry.hasWords ? <Bubble entry={entry} clear={view.clear} /> : <Line entry={entry} />}
            </div>
          );
        })}
        <div ref={end} />
      </div>
      {ticket.assignee?.mine === true && ticket.state !== 'closed' ? (
        <Composer view={view} />
      ) : view.clear ? null : (
        <p className="comp t3 s12">
          <Lock size={14} aria-hidden /> {t.tickets.hidden}
        </p>
      )}
    </>
  );
}

function Bubble({ entry, clear }: { entry: TicketEntry; clear: boolean }) {
  const { t, say } = useSettings();
  const kind = entry.event === 'noted' ? 'memo' : entry.actor.kind === 'customer' ? 'in' : 'out';
  const who = entry.actor.kind === 'customer' ? t.tickets.customer : (entry.actor.name ?? t.tickets.system);
  return (
    <div className={`msg ${kind}`}>
      <span className="ava" aria-hidden>
        {who.slice(0, 1)}
      </span>
      <div>
        <div className="who-at">
          {kind === 'memo' ? (
            <>
              <Lock size={12} aria-hidden /> {t.tickets.note} ·{' '}
            </>
          ) : null}
          {who} ·{' '}
          <time dateTime={entry.at} title={exact(entry.at)}>
            {time(entry.at)}
          </time>
        </div>
        <div className={entry.words === null ? 'bub t3' : 'bub'}>
          {entry.words ?? (clear ? t.tickets.erased : `•••••• ${say(entry.text)}`)}
        </div>
      </div>
    </div>
  );
}

const BAD = ['deadlineMissed', 'nobodyOnDuty', 'courierSilent'];

function Line({ entry }: { entry: TicketEntry }) {
  const { say } = useSettings();
  const bad = BAD.includes(entry.event);
  const Icon = bad
    ? TriangleAlert
    : entry.event === 'handedOn' || entry.event === 'passedOn'
      ? Hand
      : entry.event === 'raised'
        ? Clock
        : entry.actor.kind === 'system'
          ? Bot
          : Check;
  return (
    <div className={bad ? 'sys bad' : 'sys'}>
      <time className="t3" dateTime={entry.at} title={exact(entry.at)}>
        {time(entry.at)}
      </time>
      <Icon size={14} aria-hidden />
      <span>{say(entry.text)}</span>
    </div>
  );
}
