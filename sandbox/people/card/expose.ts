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

// Taken once: a million look-ups of a global are slow inside Jest's separate context.
const { abs, max, sqrt } = Math;

/** How far the shadow of the card's edge reaches over the table, in px of the printed card. */
const CONTACT_REACH = 22;

/** RGB pixels of the lit scene, sharp and free of noise: table, the card's own shadow on it, the card in perspective. */
export function expose(scene: Scene, random: Random): Uint8ClampedArray {
  const { width, height, light } = scene;
  const out = new Uint8ClampedArray(width * height * 3);
  const reach = random.range(6, CONTACT_REACH);
  const [slipX, slipY] = [random.range(-5, 5), random.range(0, 8)];
  const toCard = inverse(squareToQuad(scene.quad));
  const [a, b, c, d, e, f, g, h, i] = toCard;
  const { data: card, width: cardWidth, height: cardHeight } = scene.card;
  const { data: table, width: tableWidth } = scene.table;
  const [tintRed, tintGreen, tintBlue] = light.tint;
  const stride = cardWidth * 4;
  const [middleX, middleY] = [cardWidth / 2, cardHeight / 2];
  const corner = (CARD.corner / CARD.width) * cardWidth;

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
        const overX = max(abs(u - slipX - middleX) - middleX + corner, 0);
        const overY = max(abs(v - slipY - middleY) - middleY + corner, 0);
        const farOff = overX > reach + corner || overY > reach + corner;
        const away = farOff ? reach : max(0, sqrt(overX * overX + overY * overY) - corner);
        const shade = (away < reach ? 1 - 0.35 * (1 - away / reach) : 1) * (1 - covered);
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
