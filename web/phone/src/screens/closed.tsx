import type { JSX } from 'preact';
import { Icon } from '../parts/icon';
import { SupportCode } from '../parts/notices';
import { Page } from '../parts/page';
import { useScene } from '../scene';
import type { Closed } from '../use-case';

/** No case can be shown: in plain words why, and whom to ask. */
export function ClosedScreen({ closed, onRetry }: { closed: Closed; onRetry: () => void }): JSX.Element {
  const { t } = useScene();
  if (closed.why === 'trouble' || closed.why === 'offline') {
    return (
      <Page
        id="trouble"
        title={t.closed.troubleTitle}
        lead={closed.why === 'offline' ? t.closed.offlineText : t.closed.troubleText}
        sign={<Sign />}
        actions={
          <button type="button" class="main" onClick={onRetry}>
            {t.retryNow}
          </button>
        }
      >
        <SupportCode code={closed.traceId} />
      </Page>
    );
  }
  if (closed.why === 'over')
    return <Page id="over" title={t.closed.overTitle} lead={t.closed.overText} sign={<Sign />} />;
  const isLink = closed.why === 'link';
  return (
    <Page
      id={isLink ? 'link-closed' : 'no-session'}
      title={isLink ? t.closed.linkTitle : t.closed.noneTitle}
      lead={isLink ? t.closed.linkText : t.closed.noneText}
      sign={<Sign />}
    >
      <h2>{t.closed.whatToDo}</h2>
      <ol class="numbered">
        <li>{t.closed.sameDevice}</li>
        <li>{t.closed.askNew}</li>
      </ol>
      <p class="small">{t.closed.kept}</p>
      <SupportCode code={closed.traceId} />
    </Page>
  );
}

function Sign(): JSX.Element {
  return (
    <div class="sign plain">
      <Icon name="info" large />
    </div>
  );
}
