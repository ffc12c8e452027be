import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CACHE, ROOT } from './paths.mjs';

const file = (name) => path.join(CACHE, 'stamps', `${name}.txt`);

/** Whether the step `name` was last finished for exactly this `key`. */
export function isStamped(name, key) {
  try {
    return readFileSync(file(name), 'utf8') === key;
  } catch {
    return false;
  }
}

export function stamp(name, key) {
  mkdirSync(path.dirname(file(name)), { recursive: true });
  writeFileSync(file(name), key);
}

export const hashOf = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part).update('\0');
  return hash.digest('hex');
};

/** A hash over names (seen from the checkout, so that a moved checkout keeps its stamps) and contents. */
export const hashOfFiles = (files) =>
  hashOf(...files.flatMap((name) => [path.relative(ROOT, name), readFileSync(name)]));

/** Every file below the folders, sorted; folders that do not exist are empty. */
export function filesBelow(folders, wanted = () => true) {
  const found = [];
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const name = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (entry.name !== 'node_modules' && entry.name !== 'dist') walk(name);
      } else if (wanted(name)) found.push(name);
    }
  };
  for (const folder of folders) if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) walk(folder);
  return found.sort();
}
