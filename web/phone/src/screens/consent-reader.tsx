import type { JSX } from 'preact';
import type { ConsentView } from '../../../../api/schemas/self-service';
import { useBackButton } from '../parts/back-button';
import { Page } from '../parts/page';
import { progressOf } from '../parts/progress';
import { useScene } from '../scene';

interface ReaderProps {
  readonly consent: ConsentView;
  readonly onClose: () => void;
  readonly onAgree: () => void;
  readonly onDecline: () => void;
}

/** One agreement on a page of its own, in a size one can read. */
export function ConsentReader({ consent, onClose, onAgree, onDecline }: ReaderProps): JSX.Element {
  const { t, say } = useScene();
  useBackButton(onClose);
  const paragraphs = say(consent.text)
    .split(/\n+/)
    .filter((line) => line.trim() !== '');
  return (
    <Page
      id="consent"
      title={say(consent.title)}
      progress={progressOf('consents', [])}
      actions={
        <>
          <button type="button" class="main" onClick={consent.given ? onClose : onAgree}>
            {consent.given ? t.consents.given : t.consents.agree}
          </button>
          {!consent.given && (
            <button type="button" class="ghost" onClick={onDecline}>
              {consent.required ? t.consents.notNow : t.consents.decline}
            </button>
          )}
        </>
      }
    >
      <div class="legal">
        {paragraphs.map((paragraph, at) => (
          <p key={at}>{paragraph}</p>
        ))}
      </div>
    </Page>
  );
}
