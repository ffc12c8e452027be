import { createCanvas, type Canvas, type SKRSContext2D } from '@napi-rs/canvas';
import { flattened } from '../flatten';
import { randomFrom, type Random } from '../random';
import { CARD } from './layout';

export type Side = 'front' | 'back';

/** Lines cost more than the text on them, so a few patterns a side are drawn once and kept. */
export const PATTERNS = 4;
const drawn = new Map<string, Canvas>();

const PAPER = { front: ['#e3eff3', '#f1eef0', '#e5f0ee'], back: ['#eef1f3', '#e9f1ee', '#f1edef'] } as const;
const INKS = ['120,185,205', '225,165,175', '150,200,175', '170,175,215'] as const;

/** The security print behind the text, with the card's round corners; everything outside them is transparent. */
export function guilloche(side: Side, pattern: number, scale: number): Canvas {
  const key = `${side}/${String(pattern)}/${String(scale)}`;
  const known = drawn.get(key);
  if (known) return known;

  const canvas = createCanvas(Math.round(CARD.width * scale), Math.round(CARD.height * scale));
  const context = canvas.getContext('2d');
  const random = randomFrom('guilloche', side, pattern);
  context.scale(scale, scale);
  context.beginPath();
  context.roundRect(0, 0, CARD.width, CARD.height, CARD.corner);
  context.clip();
  paper(context, side);
  for (const ink of INKS) waves(context, random, ink);
  rosette(context, random);
  const flat = flattened(canvas);
  drawn.set(key, flat);
  return flat;
}

function paper(context: SKRSContext2D, side: Side): void {
  const gradient = context.createLinearGradient(0, 0, CARD.width, CARD.height);
  PAPER[side].forEach((colour, at) => {
    gradient.addColorStop(at / 2, colour);
  });
  context.fillStyle = gradient;
  context.fillRect(0, 0, CARD.width, CARD.height);
}

/** One family of sine curves; four of them interfere. */
function waves(context: SKRSContext2D, random: Random, ink: string): void {
  const height = random.range(10, 42);
  const pace = random.range(0.006, 0.02);
  const phase = random.range(0, 6);
  const step = random.range(7, 13);
  const ripplePace = random.range(0.02, 0.05);
  const rippleHeight = random.range(2, 10);
  context.strokeStyle = `rgba(${ink},${random.range(0.22, 0.42).toFixed(2)})`;
  context.lineWidth = random.range(0.7, 1.5);
  for (let y = -60; y < CARD.height + 60; y += step) {
    context.beginPath();
    for (let x = 0; x <= CARD.width; x += 8) {
      const wave = height * Math.sin(x * pace + phase + y * 0.004);
      context.lineTo(x, y + wave + rippleHeight * Math.sin(x * ripplePace + y * 0.03));
    }
    context.stroke();
  }
}

function rosette(context: SKRSContext2D, random: Random): void {
  const centreX = random.range(300, 700);
  const centreY = random.range(220, 420);
  context.strokeStyle = 'rgba(205,150,165,0.25)';
  context.lineWidth = 1;
  for (let ring = 0; ring < 18; ring++) {
    context.beginPath();
    for (let angle = 0; angle <= 6.3; angle += 0.04) {
      const radius = 90 + ring * 4 + 30 * Math.cos(9 * angle + ring * 0.35);
      context.lineTo(centreX + radius * Math.cos(angle), centreY + 0.8 * radius * Math.sin(angle));
    }
    context.stroke();
  }
}
