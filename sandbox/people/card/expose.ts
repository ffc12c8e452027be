import { type Random } from '../random';
import { CARD } from './layout';
import { shadowAt, type Light } from './light';
import { inverse, squareToQuad, type Quad } from './perspective';
import { type CardPixels } from './print';
import { type Table } from './scene';

interface Scene {
  readonly width: number;
  readonly height: number;
  readonly card: CardPixels;
  readonly quad: Quad;
  readonly table: Table;
  readonly light: Light;
}

/** RGB pixels of the lit scene, sharp and free of noise: table, the card's own shadow on it, the card in perspective. */
export function expose(scene: Scene, random: Random): Uint8ClampedArray {
  const { width, height, light } = scene;
  const out = new Uint8ClampedArray(width * height * 3);
  const edge = castEdge(scene.card, random);
  const [a, b, c, d, e, f, g, h, i] = inverse(squareToQuad(scene.quad));
  const { data: card, width: cardWidth, height: cardHeight } = scene.card;
  const { data: table, width: tableWidth } = scene.table;
  const [tintRed, tintGreen, tintBlue] = light.tint;
  const stride = cardWidth * 4;

  for (let y = 0, at = 0; y < height; y++) {
    const tableRow = (y >> 1) * tableWidth * 3;
    for (let x = 0; x < width; x++, at += 3) {
      let brightness = light.start + light.perX * x + light.perY * y;
      if (light.shadow) brightness *= shadowAt(light.shadow, x, y);

      const depth = g * x + h * y + i;
      const u = ((a * x + b * y + c) / depth) * cardWidth - 0.5;
      const v = ((d * x + e * y + f) / depth) * cardHeight - 0.5;
      let covered = 0;
      let red = 0;
      let green = 0;
      let blue = 0;
      if (u >= 0 && v >= 0 && u < cardWidth - 1 && v < cardHeight - 1) {
        const left = u | 0;
        const top = v | 0;
        const p = top * stride + left * 4;
        const q = p + stride;
        const fractionX = u - left;
        const fractionY = v - top;
        const w11 = fractionX * fractionY;
        const w10 = fractionX - w11;
        const w01 = fractionY - w11;
        const w00 = 1 - fractionX - w01;
        red = (card[p] ?? 0) * w00 + (card[p + 4] ?? 0) * w10 + (card[q] ?? 0) * w01 + (card[q + 4] ?? 0) * w11;
        green =
          (card[p + 1] ?? 0) * w00 + (card[p + 5] ?? 0) * w10 + (card[q + 1] ?? 0) * w01 + (card[q + 5] ?? 0) * w11;
        blue =
          (card[p + 2] ?? 0) * w00 + (card[p + 6] ?? 0) * w10 + (card[q + 2] ?? 0) * w01 + (card[q + 6] ?? 0) * w11;
        covered =
          ((card[p + 3] ?? 0) * w00 + (card[p + 7] ?? 0) * w10 + (card[q + 3] ?? 0) * w01 + (card[q + 7] ?? 0) * w11) /
          255;
      }
      if (covered < 1) {
        const shade = shadeBeside(edge, u, v) * (1 - covered);
        const t = tableRow + (x >> 1) * 3;
        red = red * covered + (table[t] ?? 0) * shade;
        green = green * covered + (table[t + 1] ?? 0) * shade;
        blue = blue * covered + (table[t + 2] ?? 0) * shade;
      }
      out[at] = red * brightness * tintRed;
      out[at + 1] = green * brightness * tintGreen;
      out[at + 2] = blue * brightness * tintBlue;
    }
  }
  return out;
}

/** The shadow of the card's edge on the table: the card's round rectangle, moved a little, fading outwards. In px of the printed card. */
interface Edge {
  readonly reach: number;
  readonly corner: number;
  readonly middleX: number;
  readonly middleY: number;
  readonly halfWidth: number;
  readonly halfHeight: number;
}

function castEdge({ width, height }: CardPixels, random: Random): Edge {
  return {
    reach: random.range(6, 22),
    corner: (CARD.corner / CARD.width) * width,
    middleX: width / 2 + random.range(-5, 5),
    middleY: height / 2 + random.range(0, 8),
    halfWidth: width / 2,
    halfHeight: height / 2,
  };
}

// Taken once: a million look-ups of a global are slow inside Jest's separate context.
const { abs, max, sqrt } = Math;

/** Share of the light that the card leaves at a place beside it: a bit less than two thirds at its edge, all of it further away. */
function shadeBeside({ reach, corner, middleX, middleY, halfWidth, halfHeight }: Edge, u: number, v: number): number {
  const overX = max(abs(u - middleX) - halfWidth + corner, 0);
  const overY = max(abs(v - middleY) - halfHeight + corner, 0);
  if (overX >= reach + corner || overY >= reach + corner) return 1;
  const away = max(0, sqrt(overX * overX + overY * overY) - corner);
  return away < reach ? 1 - 0.35 * (1 - away / reach) : 1;
}
