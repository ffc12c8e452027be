import type { TicketRow } from '../../../../api/schemas/ticket';
import { exact, roughDuration } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { CircleAlert, Clock, Pause, RefreshCw } from '../parts/icons';
import { useSettings } from '../settings';

export type SlaTone = 'plain' | 'warn' | 'bad' | 'pause';

/** Amber in the last half hour of a promise, red once it is broken or nobody can take the ticket. */
const SOON_MS = 30 * 60_000;

/** The promise that counts now: the first answer until it is given, then the end. */
export const currentClock = (row: TicketRow): TicketRow['clocks'][number] | undefined =>
  row.clocks.find((clock) => clock.metAt === null);

export function toneOf(row: TicketRow, now: number): SlaTone {
  if (row.state === 'closed') return 'plain';
  if (row.alarmAt !== null) return 'bad';
  const clock = currentClock(row);
  if (row.state === 'waiting-customer' || clock === undefined || clock.leftMs !== null) return 'pause';
  const rest = Date.parse(clock.dueAt) - now;
  return rest < 0 ? 'bad' : rest < SOON_MS ? 'warn' : 'plain';
}

/** Icon, word and colour of a ticket's promise. */
export function Sla({ row }: { row: TicketRow }) {
  const { t, language } = useSettings();
  const now = useBusinessNow('minute');
  const clock = currentClock(row);
  if (row.state === 'closed') return <span className="s12 t3 nw">{t.tickets.closed}</span>;
  if (row.alarmAt !== null)
    return (
      <span className="bad s12 nw">
        <CircleAlert size={14} aria-hidden /> {t.tickets.nobody}
      </span>
    );
  if (row.state === 'acting')
    return (
      <span className="s12 t2 nw">
        <RefreshCw size={14} aria-hidden /> {t.tickets.acting}
      </span>
    );
  if (row.state === 'waiting-customer' || clock === undefined)
    return (
      <span className="s12 t3 nw">
        <Pause size={14} aria-hidden /> {t.tickets.waiting}
      </span>
    );
  const rest = Date.parse(clock.dueAt) - now;
  const tone = rest < 0 ? 'bad' : rest < SOON_MS ? 'warn' : 't2';
  return (
    <time dateTime={clock.dueAt} title={exact(clock.dueAt)} className={`${tone} s12 nw`}>
      {tone === 't2' ? null : <Clock size={14} aria-hidden />}{' '}
      {rest < 0 ? t.tickets.over(roughDuration(-rest, language)) : t.tickets.left(roughDuration(rest, language))}
    </time>
  );
}
