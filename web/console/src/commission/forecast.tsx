import type { AccrualView } from '../../../../api/schemas/commission';
import { date, isoDay } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { Card } from '../parts/basics';
import { useSettings } from '../settings';
import { capital } from './capital';

/** What comes, as dates under conditions; never a probability. */
export function Forecast({ accrual }: { accrual: AccrualView }) {
  const { t, say, language } = useSettings();
  const words = t.money.why;
  return (
    <Card title={words.forecast} extra={<span className="t3 s12">{words.forecastLead}</span>}>
      <Days accrual={accrual} />
      {accrual.outlook.length === 0 ? (
        <p className="t3">{words.noForecast}</p>
      ) : (
        <ul className="m-outlook">
          {accrual.outlook.map(({ tone, when, then, on }) => (
            <li key={when.en}>
              <span className={`dot ${tone}`} aria-hidden />
              <span>{capital(say(when))}</span>
              <span className={`m-then ${tone}`}>
                {on === null ? '' : `${date(on, language)} `}
                {on === null ? capital(say(then)) : say(then)}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** Activation, due day and today in their order on one line. */
function Days({ accrual }: { accrual: AccrualView }) {
  const { t } = useSettings();
  const words = t.money.why;
  const today = isoDay(new Date(useBusinessNow('minute')).toISOString());
  const activated = accrual.conditions.find(({ code }) => code === 'CONFIRMED')?.at;
  const marks = [
    ...(activated === undefined || activated === null
      ? []
      : [{ label: words.activated, on: isoDay(activated), kind: 'past' }]),
    { label: words.today, on: today, kind: 'now' },
    { label: words.dueMark, on: accrual.dueOn, kind: accrual.dueOn <= today ? 'past' : 'due' },
  ].toSorted((a, b) => a.on.localeCompare(b.on));
  return (
    <ol className="m-days" aria-label={words.track}>
      {marks.map(({ label, on, kind }) => (
        <li key={label} className={kind}>
          <span className="s12">{label}</span>
          <i aria-hidden />
          <time className="s12 t3" dateTime={on}>
            {on.slice(5)}
          </time>
        </li>
      ))}
    </ol>
  );
}
