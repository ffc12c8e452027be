import type { OrderView, WaitView } from '../../../../api/schemas/order';
import { stageName } from '../../../../api/schemas/words';
import { dateTime, duration, roughDuration } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { useSettings } from '../settings';

/** What, who, until when, next reminder, then what: the same cells in the same order on every object. */
export function WaitCells({ wait }: { wait: WaitView }) {
  const { t, say, language } = useSettings();
  const now = useBusinessNow('minute');
  const rest = Date.parse(wait.dueAt) - now;
  const text = t.order.wait;
  return (
    <div className={rest < 0 ? 'wait bad' : 'wait'} role="status" aria-label={say(wait.sentence)}>
      <div className="grow">
        <div className="k">{text.title}</div>
        <div className="b">
          {say(wait.what)}{' '}
          <span className="t3 n">{text.since(roughDuration(now - Date.parse(wait.openedAt), language))}</span>
        </div>
      </div>
      <div>
        <div className="k">{text.who}</div>
        <div>
          {t.owner[wait.owner]} {wait.ownerName}
        </div>
      </div>
      <div>
        <div className="k">{text.due}</div>
        <div>
          {dateTime(wait.dueAt, language)}{' '}
          <span className={rest < 0 ? 'bad' : 't3'}>
            {rest < 0 ? text.over(roughDuration(-rest, language)) : text.left(roughDuration(rest, language))}
          </span>
        </div>
      </div>
      <div>
        <div className="k">{text.reminder}</div>
        <div>
          {wait.nextReminderAt === null ? (
            <span className="t3">{text.none}</span>
          ) : (
            dateTime(wait.nextReminderAt, language)
          )}
        </div>
      </div>
      <div>
        <div className="k">{text.then}</div>
        <div>{say(wait.then)}</div>
      </div>
    </div>
  );
}

/** A step of ours: nobody outside has to move. */
export function StepCells({ step }: { step: NonNullable<OrderView['step']> }) {
  const { t, say, language } = useSettings();
  const now = useBusinessNow('minute');
  const text = t.order.wait;
  return (
    <div className="wait" role="status" aria-label={say(step.sentence)}>
      <div className="grow">
        <div className="k">{text.title}</div>
        <div className="b">
          {say(step.what)}{' '}
          <span className="t3 n">{text.since(roughDuration(now - Date.parse(step.since), language))}</span>
        </div>
      </div>
      <div>
        <div className="k">{text.who}</div>
        <div>{t.owner.system}</div>
      </div>
    </div>
  );
}

/** How it ended, in the place where a living order says what it waits for. */
export function EndCells({ order }: { order: OrderView }) {
  const { t, say, language } = useSettings();
  if (order.endedAt === null) return null;
  const text = t.order.ended;
  const tone =
    order.stage === 'active' ? 'ok' : order.stage === 'rejected' || order.stage === 'failed' ? 'bad' : 'quiet';
  return (
    <div className={`wait ${tone}`}>
      <div className="grow">
        <div className="k">{text.title}</div>
        <div className="b">
          {say(stageName(order.stage))}
          {order.reason === null ? null : <span className="n"> · {say(order.reason)}</span>}
        </div>
      </div>
      {order.reasonCode === null ? null : (
        <div>
          <div className="k">{text.code}</div>
          <div className="mono">{order.reasonCode}</div>
        </div>
      )}
      <div>
        <div className="k">{text.when}</div>
        <div>{dateTime(order.endedAt, language)}</div>
      </div>
      <div>
        <div className="k">{text.took}</div>
        <div>{duration(Date.parse(order.endedAt) - Date.parse(order.createdAt), language)}</div>
      </div>
    </div>
  );
}
