import { writeFileSync } from 'node:fs';

/**
 * Writes a few frames of a bright striped card on a dark table as YUV4MPEG2, which Chromium plays in a loop as its camera.
 * `file` must be absolute. One browser process has one camera file: another picture wants another launch.
 */
export function writeCardVideo(file: string, width = 640, height = 480, frames = 10): void {
  const luma = Buffer.alloc(width * height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const isCard = column > width / 8 && column < (width * 7) / 8 && row > height / 5 && row < (height * 4) / 5;
      luma[row * width + column] = isCard ? (Math.floor(column / 8) % 2 === 0 ? 235 : 190) : 40;
    }
  }
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), luma, chroma]);
  const header = Buffer.from(`YUV4MPEG2 W${String(width)} H${String(height)} F30:1 Ip A1:1 C420jpeg\n`);
  writeFileSync(file, Buffer.concat([header, ...Array.from({ length: frames }, () => frame)]));
}

/** Plays pictures as the camera: MJPEG is nothing but JPEG pictures one after another (always at 30 a second). */
export function writePictureVideo(file: string, jpegs: readonly Buffer[]): void {
  writeFileSync(file, Buffer.concat(jpegs));
}
