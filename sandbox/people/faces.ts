import { SWAPPED_PAIRS } from './data/swapped-pairs';

/** A face in one of the group photos that come with @vladmandic/face-api; the box is in pixels of that photo. */
export interface Face {
  readonly photo: 1 | 3 | 5 | 6;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Degrees the head leans clockwise; cut-outs are turned back by it, as nobody leans on an ID photo. */
  readonly lean: number;
}

/** Ten boxes, nine women: the first two are one woman in two photos. All women, so the sex of every person is fixed by her face. */
export const FACES: readonly Face[] = [
  { photo: 1, x: 1423, y: 207, width: 281, height: 271, lean: 44 },
  { photo: 3, x: 1015, y: 236, width: 302, height: 287, lean: 11 },
  { photo: 3, x: 536, y: 349, width: 272, height: 280, lean: 1 },
  { photo: 3, x: 1451, y: 323, width: 280, height: 276, lean: -5 },
  { photo: 5, x: 753, y: 147, width: 207, height: 200, lean: 10 },
  { photo: 5, x: 1074, y: 234, width: 248, height: 232, lean: -1 },
  { photo: 5, x: 325, y: 919, width: 266, height: 275, lean: -7 },
  { photo: 6, x: 197, y: 537, width: 286, height: 262, lean: -7 },
  { photo: 6, x: 1444, y: 320, width: 271, height: 274, lean: 13 },
  { photo: 6, x: 1126, y: 358, width: 263, height: 261, lean: 1 },
];

/**
 * Card and selfie of one woman from two photos: neither surely herself nor surely somebody else (level chip about .5).
 */
export const REVIEW_BAND_PAIR = { card: 0, selfie: 1 } as const;

/** Faces that may follow a card's face on a swapped selfie: measured beyond any doubt on rendered cards. */
export function strangersTo(cardFace: number): number[] {
  return SWAPPED_PAIRS.filter(({ card }) => card === cardFace).map(({ selfie }) => selfie);
}

/** The box of a face. Throws when there is no such face. */
export function faceAt(index: number): Face {
  const face = FACES[index];
  if (!face) throw new RangeError(`no face ${String(index)}, there are ${String(FACES.length)}`);
  return face;
}
