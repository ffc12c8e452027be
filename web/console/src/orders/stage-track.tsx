import type { OrderPage } from '../../../../api/schemas/order';
import { END_STAGES, type Stage } from '../../../../api/schemas/words';
import { duration, exact } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { Check, CircleX, LoaderCircle, TriangleAlert, X } from '../parts/icons';
import { useSettings } from '../settings';

const JOURNEY = ['received', 'verifying', 'provisioning', 'shipping', 'activating', 'active'] as const;
type Step = OrderPage['track'][number];

/** received → verifying → provisioning → shipping → activating → active with how long each took; an early end stands after the last stage reached. */
export function StageTrack({ track }: { track: OrderPage['track'] }) {
  const { t } = useSettings();
  const reached = new Map(track.map((step) => [step.stage, step]));
  const end = track.find((step) => step.stage !== 'active' && isEnd(step.stage));
  const stages: readonly Stage[] =
    end === undefined ? JOURNEY : [...JOURNEY.filter((stage) => stage !== 'active' && reached.has(stage)), end.stage];
  const last = track.at(-1)?.stage;
  return (
    <ol className="stages" aria-label={t.order.track.label}>
      {stages.map((stage) => (
        <StageDot key={stage} stage={stage} step={reached.get(stage)} now={stage === last && !isEnd(stage)} />
      ))}
    </ol>
  );
}

function StageDot({ stage, step, now }: { stage: Stage; step: Step | undefined; now: boolean }) {
  const { t, language } = useSettings();
  const business = useBusinessNow();
  const text = t.order.track;
  const ended = isEnd(stage) && step !== undefined;
  const look = step === undefined ? 'todo' : now ? (step.wrong ? 'now warn' : 'now') : endLook(stage, ended, step);
  const span =
    step === undefined
      ? text.todo
      : ended
        ? null
        : step.milliseconds === null
          ? text.waiting(duration(Math.floor((business - Date.parse(step.enteredAt)) / 1000) * 1000, language))
          : duration(step.milliseconds, language);
  const Icon = ICONS[look] ?? Check;
  return (
    <li className={`st ${look}`} {...(now ? { 'aria-current': 'step' as const } : {})}>
      <div className="ln">
        <span className="p">{step === undefined ? null : <Icon size={14} aria-hidden />}</span>
      </div>
      <div className="nm">{t.stage[stage]}</div>
      <div className="d" title={step === undefined ? undefined : exact(step.enteredAt)}>
        {span ?? exact(step?.enteredAt ?? '').slice(5, 16)}
        {step?.wrong === true ? <span className="warn wrong">{text.wrong}</span> : null}
      </div>
    </li>
  );
}

const ICONS: Readonly<Record<string, typeof Check>> = {
  now: LoaderCircle,
  'now warn': LoaderCircle,
  warn: TriangleAlert,
  bad: CircleX,
  quiet: X,
};

function endLook(stage: Stage, ended: boolean, step: Step): string {
  if (ended && stage !== 'active') return stage === 'rejected' || stage === 'failed' ? 'bad' : 'quiet';
  return step.wrong ? 'warn' : 'done';
}

const isEnd = (stage: Stage): boolean => END_STAGES.some((end) => end === stage);
