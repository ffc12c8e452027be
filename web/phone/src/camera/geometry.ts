export interface Size {
  readonly width: number;
  readonly height: number;
}
export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** ISO/IEC 7810 ID-1, the format of the identity card. */
const CARD_SHAPE = 85.6 / 53.98;
const FACE_SHAPE = 3 / 4;

/**
 * How the camera's picture lies in its window: an upright one fills the window and is cropped, one lying down (a
 * computer's camera, a phone held sideways) is shown whole, or its sides with half the card would be out of sight.
 */
export function displayed(window: Size, video: Size): Box & { readonly scale: number } {
  const across = window.width / video.width;
  const down = window.height / video.height;
  const scale =
    video.width > video.height && window.height > window.width ? Math.min(across, down) : Math.max(across, down);
  const [width, height] = [video.width * scale, video.height * scale];
  return { left: (window.width - width) / 2, top: (window.height - height) / 2, width, height, scale };
}

/** Where the card or the face should be, in window pixels. */
export function frameIn(window: Size, picture: Box, subject: 'card' | 'face'): Box {
  const seen = intersect({ left: 0, top: 0, ...window }, picture);
  const shape = subject === 'card' ? CARD_SHAPE : FACE_SHAPE;
  const share = subject === 'card' ? 0.9 : 0.72;
  const width = Math.min(seen.width * share, seen.height * 0.86 * shape, 520);
  const height = width / shape;
  return { left: seen.left + (seen.width - width) / 2, top: seen.top + (seen.height - height) / 2, width, height };
}

/** The part of the camera's picture to keep: the frame and a margin around it, in camera pixels. */
export function cropOf(frame: Box, picture: Box & { readonly scale: number }, margin: number): Box {
  const wide = { left: frame.left - frame.width * margin, top: frame.top - frame.width * margin };
  const box = intersect(
    { ...wide, width: frame.width * (1 + 2 * margin), height: frame.height + 2 * frame.width * margin },
    picture,
  );
  return {
    left: Math.round((box.left - picture.left) / picture.scale),
    top: Math.round((box.top - picture.top) / picture.scale),
    width: Math.round(box.width / picture.scale),
    height: Math.round(box.height / picture.scale),
  };
}

function intersect(one: Box, other: Box): Box {
  const left = Math.max(one.left, other.left);
  const top = Math.max(one.top, other.top);
  const right = Math.min(one.left + one.width, other.left + other.width);
  const bottom = Math.min(one.top + one.height, other.top + other.height);
  return { left, top, width: Math.max(0, right - left), height: Math.max(0, bottom - top) };
}
