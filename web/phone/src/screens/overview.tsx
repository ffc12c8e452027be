import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import { submit, type Part } from '../api/client';
import { withPatience } from '../api/patience';
import { Icon } from '../parts/icon';
import { Deadline, Problem } from '../parts/notices';
import { Page } from '../parts/page';
import { progressOf } from '../parts/progress';
import { useScene } from '../scene';

interface OverviewProps {
  readonly state: SelfServiceState;
  readonly parts: readonly Part[];
  readonly onRetake: (part: Part) => void;
  readonly refresh: () => Promise<void>;
}

export function OverviewScreen({ state, parts, onRetake, refresh }: OverviewProps): JSX.Element {
  const { t } = useScene();
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const send = async (): Promise<void> => {
    setSending(true);
    setProblem(null);
    try {
      await withPatience(() => submit({}));
    } catch {
      setProblem(t.overview.failed);
    }
    await refresh();
    setSending(false);
  };
  return (
    <Page
      id="overview"
      title={t.overview.title}
      lead={t.overview.lead}
      progress={progressOf('confirm', [])}
      busy={sending}
      actions={
        <button type="button" class="main" disabled={sending} onClick={() => void send()}>
          {t.overview.submit}
        </button>
      }
    >
      <ul class="rows">
        {parts.map((part) => (
          <li key={part}>
            <span class="row-text">
              {t.parts[part]}
              <span class="state ok">
                <Icon name="check" />
                {t.overview.received}
              </span>
            </span>
            <button
              type="button"
              class="link"
              disabled={sending}
              aria-label={t.overview.retake(t.parts[part])}
              onClick={() => {
                onRetake(part);
              }}
            >
              {t.overview.retakeShort}
            </button>
          </li>
        ))}
      </ul>
      <Problem text={problem} />
      <Deadline state={state} />
    </Page>
  );
}
