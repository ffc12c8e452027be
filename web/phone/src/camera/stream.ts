/** Why there is no camera picture: the customer can cure the first, the others want the album. */
export type CameraTrouble = 'refused' | 'missing' | 'busy';

export class CameraFailed extends Error {
  constructor(readonly trouble: CameraTrouble) {
    super(`camera ${trouble}`);
    this.name = 'CameraFailed';
  }
}

export function hasCamera(): boolean {
  // Undefined outside https and in some apps' built-in browsers, whatever the types say.
  const devices = (navigator as { mediaDevices?: MediaDevices }).mediaDevices;
  return typeof devices?.getUserMedia === 'function';
}

/** Asks for the camera that sees the subject; takes any other rather than none. */
export async function openCamera(facing: 'environment' | 'user'): Promise<MediaStream> {
  if (!hasCamera()) throw new CameraFailed('missing');
  try {
    return await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: { ideal: facing }, width: { ideal: 1920 }, height: { ideal: 1080 } },
    });
  } catch (error) {
    throw new CameraFailed(troubleOf(error));
  }
}

export function closeCamera(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

interface TorchCapabilities extends MediaTrackCapabilities {
  readonly torch?: boolean;
}

/** Only some Android browsers have a lamp to offer. */
export function hasTorch(stream: MediaStream): boolean {
  const track = stream.getVideoTracks()[0];
  if (track === undefined || typeof track.getCapabilities !== 'function') return false;
  return (track.getCapabilities() as TorchCapabilities).torch === true;
}

export async function setTorch(stream: MediaStream, on: boolean): Promise<void> {
  const constraint: MediaTrackConstraintSet & { torch: boolean } = { torch: on };
  await stream.getVideoTracks()[0]?.applyConstraints({ advanced: [constraint] });
}

function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof Error ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'missing' : 'busy';
}
