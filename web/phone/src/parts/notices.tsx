import type { ComponentChildren, JSX } from 'preact';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import { dateTime, roughDuration } from '../../../shared/format';
import { useScene } from '../scene';
import { Icon, type IconName } from './icon';

type Tone = 'info' | 'warn' | 'bad' | 'plain';

export function Note({
  tone,
  icon,
  children,
}: {
  tone: Tone;
  icon: IconName;
  children: ComponentChildren;
}): JSX.Element {
  return (
    <div class={`note ${tone}`}>
      <Icon name={icon} />
      <div>{children}</div>
    </div>
  );
}

/** A problem that stays on the page until it is over; read aloud at once. */
export function Problem({ text }: { text: string | null }): JSX.Element {
  return (
    <div role="alert">
      {text !== null && (
        <Note tone="bad" icon="alert">
          {text}
        </Note>
      )}
    </div>
  );
}

export interface Reason {
  readonly key: string;
  readonly text: string;
  readonly remedy: string;
}

export function ReasonList({ title, reasons }: { title: string; reasons: readonly Reason[] }): JSX.Element | null {
  if (reasons.length === 0) return null;
  return (
    <section class="reasons" aria-label={title}>
      <ul>
        {reasons.map(({ key, text, remedy }) => (
          <li key={key}>
            <Icon name="alert" />
            <div>
              <strong>{text}</strong>
              {remedy !== '' && <p>{remedy}</p>}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** By when, in the zone of the business and by the server's clock: the phone's may be wrong. */
export function Deadline({ state }: { state: SelfServiceState }): JSX.Element | null {
  const { t, language } = useScene();
  if (state.deadline === null) return null;
  const left = Date.parse(state.deadline) - Date.parse(state.serverNow);
  return (
    <p class="deadline small">
      <Icon name="clock" />
      <span>
        {left <= 0 ? t.deadlineOver : t.deadline(dateTime(state.deadline, language), roughDuration(left, language))}
      </span>
    </p>
  );
}

export function SupportCode({ code }: { code: string | null | undefined }): JSX.Element | null {
  const { t } = useScene();
  if (code === null || code === undefined || code === '') return null;
  return <p class="support-code">{t.supportCode(code)}</p>;
}
