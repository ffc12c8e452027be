import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { UploadAnswer } from '../../../../api/schemas/self-service';
import { Refused, type Part } from '../api/client';
import { upload } from '../api/upload';
import type { Photo } from '../camera/photo';
import { Note, Problem } from '../parts/notices';
import { Page } from '../parts/page';
import type { Progress } from '../parts/progress';
import { useScene } from '../scene';

interface PhotoProps {
  readonly part: Part;
  readonly progress: Progress;
  readonly photo: Photo;
  readonly onRetake: () => void;
  readonly onAccepted: () => Promise<void>;
  /** The server could not use it and says why. */
  readonly onHints: (hints: UploadAnswer['hints']) => void;
  readonly refresh: () => Promise<void>;
}

type Phase =
  | { readonly kind: 'doubt' }
  | { readonly kind: 'sending'; readonly share: number; readonly again: boolean }
  | { readonly kind: 'failed' }
  | { readonly kind: 'unusable' };

/** The photo just taken: sent at once when it looks good on the phone, otherwise the customer decides. */
export function PhotoScreen({
  part,
  progress,
  photo,
  onRetake,
  onAccepted,
  onHints,
  refresh,
}: PhotoProps): JSX.Element {
  const { t } = useScene();
  const good = photo.hint === 'good';
  const [phase, setPhase] = useState<Phase>(good ? { kind: 'sending', share: 0, again: false } : { kind: 'doubt' });
  const startedRef = useRef(false);

  const send = async (): Promise<void> => {
    setPhase({ kind: 'sending', share: 0, again: false });
    let again = false;
    try {
      const answer = await upload(part, photo.blob, {
        onProgress: (share) => {
          setPhase({ kind: 'sending', share, again });
        },
        onRetry: () => {
          again = true;
          setPhase({ kind: 'sending', share: 0, again });
        },
      });
      if (answer.accepted) await onAccepted();
      else onHints(answer.hints);
    } catch (error) {
      if (!(error instanceof Refused) || error.passing) setPhase({ kind: 'failed' });
      else if (error.status === 413 || error.status === 415 || error.status === 422) setPhase({ kind: 'unusable' });
      else await refresh(); // The step was closed meanwhile, or the case: the state says which.
    }
  };
  useEffect(() => {
    if (!good || startedRef.current) return;
    startedRef.current = true;
    void send();
  });

  const words = wordsFor(phase);
  return (
    <Page
      id={`${part}-photo`}
      title={words.title}
      lead={words.lead}
      progress={progress}
      busy={phase.kind === 'sending'}
      actions={
        phase.kind !== 'sending' && (
          <>
            <button type="button" class="main" onClick={phase.kind === 'failed' ? () => void send() : onRetake}>
              {phase.kind === 'failed' ? t.photo.sendAgain : t.photo.retake}
            </button>
            {phase.kind === 'doubt' && (
              <button type="button" class="ghost" onClick={() => void send()}>
                {t.photo.useAnyway}
              </button>
            )}
            {phase.kind === 'failed' && (
              <button type="button" class="ghost" onClick={onRetake}>
                {t.photo.retake}
              </button>
            )}
          </>
        )
      }
    >
      <img class={part === 'selfie' ? 'preview upright' : 'preview'} src={photo.preview} alt={t.photo.preview} />
      {phase.kind === 'sending' && <Sending share={phase.share} again={phase.again} />}
      {phase.kind === 'doubt' && (
        <Note tone="warn" icon="alert">
          {t.photo.doubt[photo.hint]}
        </Note>
      )}
      <Problem
        text={phase.kind === 'failed' ? t.photo.failedText : phase.kind === 'unusable' ? t.photo.unusable : null}
      />
    </Page>
  );

  function wordsFor(now: Phase): { title: string; lead?: string } {
    switch (now.kind) {
      case 'doubt':
        return { title: t.photo.doubtTitle };
      case 'sending':
        return { title: now.share < 1 ? t.photo.sending : t.photo.looking, lead: t.parts[part] };
      case 'failed':
        return { title: t.photo.failedTitle };
      case 'unusable':
        return { title: t.photo.refusedReason };
    }
  }
}

function Sending({ share, again }: { share: number; again: boolean }): JSX.Element {
  const { t } = useScene();
  const percent = Math.round(share * 100);
  return (
    <div class="sending">
      <progress aria-label={t.photo.sending} max={100} {...(share < 1 ? { value: percent } : {})} />
      <p class="small" role="status">
        {again ? t.photo.retrying : share < 1 ? t.photo.percent(percent) : ''}
      </p>
    </div>
  );
}
