import type { JSX } from 'preact';
import { useScene } from '../scene';

const STEPS = ['consents', 'front', 'back', 'selfie', 'confirm'] as const;
export type StepName = (typeof STEPS)[number];

export interface Progress {
  /** Null where the customer has nothing left to do. */
  readonly current: StepName | null;
  readonly done: readonly StepName[];
}

/** In a retry the steps that stand are done and only those asked again are open: `todo` names the photos still to take. */
export function progressOf(current: StepName | null, todo: readonly StepName[]): Progress {
  if (current === null) return { current, done: STEPS };
  const before = STEPS.slice(0, current === 'consents' ? 0 : STEPS.length - 1);
  return { current, done: before.filter((step) => step !== current && !todo.includes(step)) };
}

export function ProgressBar({ progress }: { progress: Progress }): JSX.Element {
  const { t } = useScene();
  const { current, done } = progress;
  const words =
    current === null ? t.progress.done : t.progress.step(STEPS.indexOf(current) + 1, t.progress.names[current]);
  return (
    <div
      class="progress"
      role="progressbar"
      aria-label={t.progress.label}
      aria-valuemin={0}
      aria-valuemax={STEPS.length}
      aria-valuenow={current === null ? STEPS.length : STEPS.indexOf(current)}
      aria-valuetext={words}
    >
      {STEPS.map((step) => (
        <i key={step} class={step === current ? 'on' : done.includes(step) ? 'done' : ''} />
      ))}
    </div>
  );
}

export function StepLine({ progress }: { progress: Progress }): JSX.Element {
  const { t } = useScene();
  const { current } = progress;
  return (
    <span class="small">
      {current === null ? t.appName : t.progress.step(STEPS.indexOf(current) + 1, t.progress.names[current])}
    </span>
  );
}
