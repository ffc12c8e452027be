import type { JSX } from 'preact';
import { Icon } from '../parts/icon';
import { Note } from '../parts/notices';
import { Page } from '../parts/page';
import { progressOf } from '../parts/progress';
import { useScene } from '../scene';

export function CheckingScreen(): JSX.Element {
  const { t } = useScene();
  return (
    <Page
      id="checking"
      title={t.checking.title}
      lead={t.checking.lead}
      progress={progressOf('confirm', [])}
      sign={<Pulse />}
    >
      <Note tone="info" icon="message">
        <strong>{t.checking.leave}</strong>
        <p>{t.checking.kept}</p>
      </Note>
    </Page>
  );
}

/** A card with a line passing over it, slowly; still for those who asked for less motion. */
function Pulse(): JSX.Element {
  return (
    <div class="pulse" aria-hidden="true">
      <Icon name="person" large />
      <i />
    </div>
  );
}
