import { judge, type Hint, type Subject } from './judgement';
import { measure, movement, toGrey } from './quality';
import { pixelsOf } from './photo';
import type { Box } from './geometry';

const EVERY_MS = 250;
/** A hint stands when it is seen this often in a row, so that the words do not flicker. */
const STEADY = 2;

/**
 * Looks at the frame a few times a second and tells when the advice changes. `cropNow` gives the part of the camera's
 * picture inside the frame, in camera pixels, or null while there is no picture. Returns how to stop.
 */
export function watchFrame(
  video: HTMLVideoElement,
  subject: Subject,
  cropNow: () => Box | null,
  onHint: (hint: Hint) => void,
): () => void {
  const canvas = document.createElement('canvas');
  let before: Uint8Array | null = null;
  let shown: Hint | null = null;
  let candidate: Hint | null = null;
  let seen = 0;

  const look = (): void => {
    const crop = cropNow();
    if (crop === null || crop.width < 8 || crop.height < 8) return;
    const pixels = pixelsOf(video, crop, canvas);
    const grey = toGrey(pixels);
    const hint = judge(subject, measure(pixels), before === null ? 0 : movement(before, grey));
    before = grey;
    seen = hint === candidate ? seen + 1 : 1;
    candidate = hint;
    if (seen >= STEADY && hint !== shown) {
      shown = hint;
      onHint(hint);
    }
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
  };
}
