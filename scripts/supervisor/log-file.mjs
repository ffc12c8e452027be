import { closeSync, existsSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';

const LARGEST = 32 * 1024 * 1024;

/** What a line that is not JSON is about; the lines of a stack trace, having none of these words, are debugging. */
const LEVELS = [
  [/\bPANIC\b/, 60],
  [/\b(FATAL|ERROR|\w*Error)\b/, 50],
  [/\bWARNING\b/, 40],
];

/** Turns what a child printed into one JSON line: our own children print JSON already, PostgreSQL and crashes do not. */
export function asJsonLine(name, line) {
  if (line.startsWith('{')) {
    try {
      return { record: JSON.parse(line), text: line };
    } catch {
      // Not JSON after all.
    }
  }
  const level = LEVELS.find(([words]) => words.test(line))?.[1] ?? 20;
  const record = { level, time: Date.now(), name, msg: line };
  return { record, text: JSON.stringify(record) };
}

/**
 * An append-only log of JSON lines with one older generation, so that a long run cannot fill the disk with logs.
 * Written synchronously: the last lines before a crash are the ones that matter. `onFailure` hears of a full disk.
 */
export function openLog(file, onFailure) {
  mkdirSync(path.dirname(file), { recursive: true });
  let descriptor = openSync(file, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  let failed = false;
  return {
    file,
    write(text) {
      if (failed) return;
      try {
        if (size > LARGEST) {
          closeSync(descriptor);
          if (existsSync(file)) renameSync(file, `${file}.1`);
          descriptor = openSync(file, 'a', 0o600);
          size = 0;
        }
        size += writeSync(descriptor, `${text}\n`);
      } catch (error) {
        failed = true;
        onFailure(Object.assign(error, { path: file }));
      }
    },
    close: () => closeSync(descriptor),
  };
}
