import { createCanvas } from '@napi-rs/canvas';

export type Look = 'good' | 'dark' | 'blurred' | 'glare';

/** A drawn card on a dark table: lines for print, a grey box for the portrait; no real card, nobody's face. */
export function specimenPhoto(look: Look = 'good', width = 1280, height = 960): Buffer {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = look === 'dark' ? '#0d0b09' : '#3b332b';
  context.fillRect(0, 0, width, height);
  if (look === 'blurred') context.filter = 'blur(11px)';
  if (look === 'dark') context.globalAlpha = 0.12;

  const [left, top, cardWidth] = [width * 0.1, height * 0.17, width * 0.8];
  const cardHeight = cardWidth / 1.586;
  context.fillStyle = '#dfe8ee';
  context.fillRect(left, top, cardWidth, cardHeight);
  context.fillStyle = '#8c98a4';
  context.fillRect(left + cardWidth * 0.68, top + cardHeight * 0.12, cardWidth * 0.25, cardHeight * 0.55);
  context.fillStyle = '#1d232b';
  context.font = `${cardHeight * 0.075}px monospace`;
  const lines = [
    'SPECIMEN CARD 0001',
    'ABCDEFG HIJKLMNOP',
    'QRSTUVWXYZ 123456',
    'abcdefghijklmnopq',
    '789 rstuvwxyz 012',
  ];
  lines.forEach((line, at) => {
    context.fillText(line, left + cardWidth * 0.05, top + cardHeight * (0.2 + at * 0.14));
  });
  context.fillText('110199 00000000 0000', left + cardWidth * 0.2, top + cardHeight * 0.9);

  if (look === 'glare') {
    context.fillStyle = '#ffffff';
    context.beginPath();
    context.ellipse(left + cardWidth * 0.4, top + cardHeight * 0.5, cardWidth * 0.24, cardHeight * 0.3, 0, 0, 7);
    context.fill();
  }
  return canvas.toBuffer('image/jpeg', 90);
}
