import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SelfServiceState, UploadAnswer } from '../../../../api/schemas/self-service';
import type { Part } from '../api/client';
import { photoFromFile, type Photo } from '../camera/photo';
import { hasCamera, type CameraTrouble } from '../camera/stream';
import type { Reason } from '../parts/notices';
import type { Progress } from '../parts/progress';
import { useScene } from '../scene';
import { CameraScreen } from './camera';
import { CaptureIntro } from './capture-intro';
import { PhotoScreen } from './photo';

export interface CaptureProps {
  readonly state: SelfServiceState;
  readonly part: Part;
  readonly progress: Progress;
  /** Why this part is asked again; empty the first time. */
  readonly reasons: readonly Reason[];
  readonly startWithCamera: boolean;
  /** The part that arrived just before, to be told so over the camera picture. */
  readonly received: Part | undefined;
  /** The picture is in; resolves when the next screen may come. */
  readonly onAccepted: (usedCamera: boolean) => Promise<void>;
  /** Where there is a way back without a new picture. */
  readonly onCancel?: () => void;
  readonly refresh: () => Promise<void>;
}

type View =
  | { readonly kind: 'intro' }
  | { readonly kind: 'camera' }
  | { readonly kind: 'photo'; readonly photo: Photo; readonly usedCamera: boolean };

/** One part from the first word to the server's yes: what to do, the camera or a file, a look at it, the upload. */
export function Capture(props: CaptureProps): JSX.Element {
  const { part, refresh, onAccepted } = props;
  const { t, say, announce } = useScene();
  const [view, setView] = useState<View>({ kind: props.startWithCamera && hasCamera() ? 'camera' : 'intro' });
  const [trouble, setTrouble] = useState<CameraTrouble | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const [hints, setHints] = useState<UploadAnswer['hints'] | null>(null);
  const subject = part === 'selfie' ? 'face' : 'card';

  const photo = view.kind === 'photo' ? view.photo : null;
  useEffect(() => {
    if (photo === null) return undefined;
    return () => {
      URL.revokeObjectURL(photo.preview);
    };
  }, [photo]);

  const toIntro = (): void => {
    setView({ kind: 'intro' });
  };
  const toCamera = (): void => {
    setUnreadable(false);
    setTrouble(null);
    setView({ kind: 'camera' });
  };
  const take = async (file: Blob): Promise<void> => {
    setUnreadable(false);
    try {
      setView({ kind: 'photo', photo: await photoFromFile(file, subject), usedCamera: false });
    } catch {
      setUnreadable(true);
      toIntro();
    }
  };

  if (view.kind === 'camera') {
    return (
      <CameraScreen
        part={part}
        progress={props.progress}
        received={props.received}
        onPhoto={(taken) => {
          setView({ kind: 'photo', photo: taken, usedCamera: true });
        }}
        onFile={(file) => void take(file)}
        onClose={toIntro}
        onTrouble={(why) => {
          setTrouble(why);
          toIntro();
        }}
      />
    );
  }
  if (view.kind === 'photo') {
    const { usedCamera } = view;
    return (
      <PhotoScreen
        part={part}
        progress={props.progress}
        photo={view.photo}
        onRetake={usedCamera ? toCamera : toIntro}
        onAccepted={async () => {
          announce(t.photo.accepted(t.parts[part]));
          await onAccepted(usedCamera);
        }}
        onHints={(told) => {
          setHints(told);
          toIntro();
        }}
        refresh={refresh}
      />
    );
  }
  const fromServer = hints?.map(({ code, text }) => ({ key: code, text: say(text), remedy: '' }));
  return (
    <CaptureIntro
      {...props}
      reasons={fromServer ?? props.reasons}
      refusedNow={hints !== null}
      trouble={trouble}
      unreadable={unreadable}
      onCamera={toCamera}
      onFile={(file) => void take(file)}
    />
  );
}
