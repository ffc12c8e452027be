import { exact, roughDuration } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { useSettings } from '../settings';

interface TimeLeftProps {
  readonly dueAt: string;
  readonly left: (span: string) => string;
  readonly over: (span: string) => string;
}

const SOON_MS = 30 * 60_000;

/** Until a deadline in business time: grey, amber in its last half hour, red with a word once it is past. */
export function TimeLeft({ dueAt, left, over }: TimeLeftProps) {
  const { language } = useSettings();
  const rest = Date.parse(dueAt) - useBusinessNow('minute');
  const tone = rest < 0 ? 'bad' : rest < SOON_MS ? 'warn' : 't2';
  return (
    <time dateTime={dueAt} title={exact(dueAt)} className={`${tone} nw`}>
      {rest < 0 ? over(roughDuration(-rest, language)) : left(roughDuration(rest, language))}
    </time>
  );
}
