// Shared by the model scripts: what is on disk is believed only by its SHA-256, and a file appears whole or not at all.
import { createHash, randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** True when the file exists and has this hash. */
export function isIntact(file, expected) {
  return fs.existsSync(file) && sha256(fs.readFileSync(file)) === expected;
}

/** Refuses bytes whose hash is not the pinned one, naming both, so that a changed package is noticed and not used. */
export function assertHash(name, bytes, expected) {
  const actual = sha256(bytes);
  if (actual !== expected) throw new Error(`${name} has SHA-256 ${actual}, expected ${expected}`);
}

/** Writes beside the target and renames: a reader, or a second set-up running at once, never sees half a file. */
export function writeWhole(file, bytes) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    fs.writeFileSync(temporary, bytes);
    fs.renameSync(temporary, file);
  } finally {
    fs.rmSync(temporary, { force: true });
  }
}
