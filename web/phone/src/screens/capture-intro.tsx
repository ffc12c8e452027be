import type { JSX } from 'preact';
import { hasCamera, type CameraTrouble } from '../camera/stream';
import { FileButton } from '../parts/file-button';
import { Icon } from '../parts/icon';
import { Deadline, Note, Problem, ReasonList, SupportCode } from '../parts/notices';
import { Page } from '../parts/page';
import { Specimen } from '../parts/specimen';
import { useScene } from '../scene';
import type { CaptureProps } from './capture';

interface IntroProps extends CaptureProps {
  /** The server has just said no to a picture of this part. */
  readonly refusedNow: boolean;
  readonly trouble: CameraTrouble | null;
  readonly unreadable: boolean;
  readonly onCamera: () => void;
  readonly onFile: (file: Blob) => void;
}

export function CaptureIntro(props: IntroProps): JSX.Element {
  const { state, part, reasons, trouble } = props;
  const { t } = useScene();
  const again = reasons.length > 0 || props.refusedNow;
  const othersKept = again && state.needed.length < 3;
  const firstReason = state.reasons.find((reason) => reason.part === part) ?? state.reasons[0];
  return (
    <Page
      id={`${part}-intro`}
      title={again ? t.capture.again[part] : t.capture.titles[part]}
      lead={othersKept ? t.capture.othersKept : t.capture.leads[part]}
      progress={props.progress}
      sign={
        props.received !== undefined &&
        !again && (
          <p class="received-line">
            <Icon name="check" />
            {t.camera.received(t.parts[props.received])}
          </p>
        )
      }
      actions={<Ways {...props} />}
    >
      <ReasonList title={t.capture.why} reasons={reasons} />
      <Problem text={props.unreadable ? t.capture.unreadable : trouble === null ? null : t.capture[trouble]} />
      <Specimen part={part} small={again} />
      <ul class="tips">
        {t.capture.tips[part].map((tip) => (
          <li key={tip}>
            <Icon name="check" />
            {tip}
          </li>
        ))}
      </ul>
      {again && state.reasons.length > 0 && (
        <Note tone="plain" icon="info">
          {state.attemptsLeft > 1 ? t.capture.attempts(state.attemptsLeft) : t.capture.lastAttempt}
        </Note>
      )}
      <Deadline state={state} />
      {again && <SupportCode code={supportCode(firstReason?.code, state.orders[0]?.id)} />}
    </Page>
  );
}

/** The camera first; where it cannot be had, the phone's own camera app takes its place. */
function Ways({ part, trouble, onCamera, onFile, onCancel }: IntroProps): JSX.Element {
  const { t } = useScene();
  const inPage = hasCamera() && trouble !== 'missing';
  return (
    <>
      {inPage && trouble === null ? (
        <button type="button" class="main" onClick={onCamera}>
          <Icon name="camera" large />
          {t.capture.open}
        </button>
      ) : (
        <FileButton class="main" capture={part === 'selfie' ? 'user' : 'environment'} onFile={onFile}>
          <Icon name="camera" large />
          {t.capture.systemCamera}
        </FileButton>
      )}
      <div class="pair">
        {inPage && trouble !== null && (
          <button type="button" class="line" onClick={onCamera}>
            {t.retryNow}
          </button>
        )}
        <FileButton class="line" onFile={onFile}>
          <Icon name="image" />
          {t.capture.album}
        </FileButton>
        {onCancel !== undefined && (
          <button type="button" class="line" onClick={onCancel}>
            {t.capture.cancel}
          </button>
        )}
      </div>
    </>
  );
}

function supportCode(reason: string | undefined, order: string | undefined): string {
  return [reason, order].filter((word) => word !== undefined).join(' · ');
}
