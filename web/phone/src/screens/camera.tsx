import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Part } from '../api/client';
import { cropOf, displayed, frameIn, type Box, type Size } from '../camera/geometry';
import type { Hint } from '../camera/judgement';
import { photoFromVideo, type Photo } from '../camera/photo';
import { CameraFailed, closeCamera, hasTorch, openCamera, setTorch, type CameraTrouble } from '../camera/stream';
import { watchFrame } from '../camera/watch';
import { useBackButton } from '../parts/back-button';
import { FileButton } from '../parts/file-button';
import { Icon, type IconName } from '../parts/icon';
import { ProgressBar, StepLine, type Progress } from '../parts/progress';
import { useScene } from '../scene';
import { Viewfinder } from './viewfinder';

interface CameraProps {
  readonly part: Part;
  readonly progress: Progress;
  readonly received: Part | undefined;
  readonly onPhoto: (photo: Photo) => void;
  readonly onFile: (file: Blob) => void;
  readonly onClose: () => void;
  readonly onTrouble: (trouble: CameraTrouble) => void;
}

/** Kept around the frame, as a share of its width: the reader wants to see the edges of the card on the table. */
const MARGIN = 0.2;

const HINT_ICONS: Record<Hint, IconName> = {
  dark: 'sun',
  glare: 'sun',
  empty: 'frame',
  moving: 'hand',
  blurred: 'hand',
  good: 'check',
};

export function CameraScreen(props: CameraProps): JSX.Element {
  const { part, progress, onPhoto, onClose, onTrouble } = props;
  const { t } = useScene();
  const subject = part === 'selfie' ? 'face' : 'card';
  const videoRef = useRef<HTMLVideoElement>(null);
  const windowRef = useRef<HTMLDivElement>(null);
  const shutterRef = useRef<HTMLButtonElement>(null);
  const stream = useStream(part === 'selfie' ? 'user' : 'environment', videoRef, onTrouble);
  const [size, setSize] = useState<{ window: Size; video: Size } | null>(null);
  const [hint, setHint] = useState<Hint | null>(null);
  const [taking, setTaking] = useState(false);
  useBackButton(onClose);

  const resize = useCallback((): void => {
    const [video, view] = [videoRef.current, windowRef.current];
    if (video === null || view === null || video.videoWidth === 0) return;
    setSize({
      window: { width: view.clientWidth, height: view.clientHeight },
      video: { width: video.videoWidth, height: video.videoHeight },
    });
  }, []);
  useEffect(() => {
    window.addEventListener('resize', resize);
    return () => {
      window.removeEventListener('resize', resize);
    };
  }, [resize]);

  const cropNow = useCallback(
    (margin: number): Box | null => {
      if (size === null) return null;
      const picture = displayed(size.window, size.video);
      return cropOf(frameIn(size.window, picture, subject), picture, margin);
    },
    [size, subject],
  );
  useEffect(() => {
    const video = videoRef.current;
    if (video === null || size === null) return undefined;
    shutterRef.current?.focus();
    return watchFrame(video, subject, () => cropNow(0), setHint);
  }, [size, subject, cropNow]);

  const shoot = async (): Promise<void> => {
    const [video, crop] = [videoRef.current, cropNow(MARGIN)];
    if (video === null || crop === null) return;
    setTaking(true);
    try {
      onPhoto(await photoFromVideo(video, crop, subject));
    } catch {
      setTaking(false);
    }
  };

  const words =
    hint === null ? null : hint === 'empty' && subject === 'face' ? t.camera.faceEmpty : t.camera.hints[hint];
  return (
    <div class="page camera" data-screen={`${part}-camera`} data-hint={hint ?? ''}>
      <header>
        <ProgressBar progress={progress} />
        <div class="header-line">
          <StepLine progress={progress} />
          <button type="button" class="quiet" aria-label={t.camera.close} onClick={onClose}>
            <Icon name="close" large />
          </button>
        </div>
      </header>
      <main>
        <div class="camera-title">
          {props.received !== undefined && (
            <p class="received">
              <Icon name="check" />
              {t.camera.received(t.parts[props.received])}
            </p>
          )}
          <h1>{t.camera.titles[part]}</h1>
          <p class="small">{t.camera.leads[part]}</p>
        </div>
        <div class="window" ref={windowRef}>
          <video
            ref={videoRef}
            class={part === 'selfie' ? 'mirrored' : ''}
            data-fit={
              size !== null && size.video.width > size.video.height && size.window.height > size.window.width
                ? 'whole'
                : 'fill'
            }
            aria-label={t.camera.view}
            autoplay
            muted
            playsInline
            onLoadedMetadata={resize}
            onResize={resize}
          />
          {size !== null && <Viewfinder size={size} subject={subject} good={hint === 'good'} />}
        </div>
        <p class={hint === 'good' ? 'pill good' : 'pill'} role="status">
          {hint !== null && <Icon name={HINT_ICONS[hint]} large />}
          {words ?? t.camera.starting}
        </p>
      </main>
      <footer class="shutter-row">
        {stream !== null && hasTorch(stream) ? <Torch stream={stream} /> : <span />}
        <button
          ref={shutterRef}
          type="button"
          class="shutter"
          aria-label={t.camera.shutter}
          disabled={size === null || taking}
          onClick={() => void shoot()}
        />
        <FileButton class="camera-way" onFile={props.onFile}>
          <Icon name="image" large />
          {t.camera.album}
        </FileButton>
      </footer>
    </div>
  );
}

/** The camera while mounted; opened again when the phone took it away (a call, another app) and gives it back. */
function useStream(
  facing: 'environment' | 'user',
  videoRef: { readonly current: HTMLVideoElement | null },
  onTrouble: (trouble: CameraTrouble) => void,
): MediaStream | null {
  const [stream, setStream] = useState<MediaStream | null>(null);
  const troubleRef = useRef(onTrouble);
  useEffect(() => {
    troubleRef.current = onTrouble;
  });
  useEffect(() => {
    let current: MediaStream | null = null;
    let left = false;
    const open = async (): Promise<void> => {
      try {
        const opened = await openCamera(facing);
        if (left) {
          closeCamera(opened);
          return;
        }
        current = opened;
        setStream(opened);
        const video = videoRef.current;
        if (video === null) return;
        video.srcObject = opened;
        await video.play().catch(() => undefined); // `autoplay` has usually been quicker.
      } catch (error) {
        if (!left) troubleRef.current(error instanceof CameraFailed ? error.trouble : 'busy');
      }
    };
    const onVisible = (): void => {
      const ended = current?.getVideoTracks().every((track) => track.readyState === 'ended') ?? false;
      if (document.visibilityState === 'visible' && ended) void open();
    };
    void open();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      left = true;
      document.removeEventListener('visibilitychange', onVisible);
      closeCamera(current);
    };
  }, [facing, videoRef]);
  return stream;
}

function Torch({ stream }: { stream: MediaStream }): JSX.Element {
  const { t } = useScene();
  const [on, setOn] = useState(false);
  const toggle = (): void => {
    setTorch(stream, !on).then(
      () => {
        setOn(!on);
      },
      () => undefined, // Some phones offer a lamp and then refuse it: the button stays as it is.
    );
  };
  return (
    <button type="button" class="camera-way" aria-pressed={on} onClick={toggle}>
      <Icon name="torch" large />
      {t.camera.torch}
    </button>
  );
}
