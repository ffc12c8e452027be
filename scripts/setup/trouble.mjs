import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

/** Something the person at the keyboard can put right. Its message is a whole sentence that names what to do. */
export class Trouble extends Error {
  name = 'Trouble';
}

const SENTENCES = {
  ENOSPC: (where) => `The disk is full${where}: free some space and start again; nothing that was promised is lost.`,
  EDQUOT: (where) => `The disk quota is used up${where}: free some space and start again.`,
  EROFS: (where) =>
    `The folder is read-only${where}: run from a writable checkout, or name a writable data folder with --data DIR.`,
  ENOTDIR: (where) =>
    `A file is where a folder should be, so this is not a folder${where}: name another one with --data DIR.`,
  EACCES: (where) =>
    `There is no permission to write${where}: make the folder writable, or name another one with --data DIR.`,
  EPERM: (where) =>
    `There is no permission to write${where}: make the folder writable, or name another one with --data DIR.`,
};

/**
 * What keeps us from writing into a folder, by the nearest part of it that exists: `EROFS` or `EACCES`, null where nothing
 * does. A recursive mkdir, Node's and npm's, says only `ENOENT` of a read-only file system.
 */
export function writeBlock(folder) {
  let nearest = path.resolve(folder);
  while (!existsSync(nearest)) nearest = path.dirname(nearest);
  try {
    accessSync(nearest, constants.W_OK);
    return null;
  } catch (error) {
    return error.code;
  }
}

const SPOKEN = [
  ['ENOSPC', /ENOSPC|no space left/i],
  ['EDQUOT', /EDQUOT|quota exceeded/i],
  ['EROFS', /EROFS|read-only file system/i],
];

/** The error of a program of ours that failed while it wrote below `folder`; what it says of the disk is taken from its words. */
export function programFailed(what, { stdout, stderr }, folder) {
  const words = `${stdout ?? ''}${stderr ?? ''}`;
  const code = SPOKEN.find(([, says]) => says.test(words))?.[0] ?? writeBlock(folder);
  if (code) return Object.assign(new Error(what), { code, path: folder });
  return new Error(`${what} failed:\n${words}`);
}

/** One sentence for an error, or null when it is a defect of ours and the stack trace is the honest answer. */
export function sentenceFor(error) {
  if (error instanceof Trouble) return error.message;
  const said = error?.code ?? error?.cause?.code;
  const code = said === 'ENOENT' && error.syscall === 'mkdir' ? writeBlock(error.path) : said;
  const where = error?.path ? ` (${error.path})` : '';
  if (code === 'ENOENT' && error.syscall?.startsWith('spawn')) {
    return `The program "${error.path ?? error.syscall.slice(6)}" is not installed: install it and start again.`;
  }
  return SENTENCES[code]?.(where) ?? null;
}

/**
 * Runs a script's main function and ends the process with what it resolves to, even while something still listens (to
 * the parent's pipe, for instance). Trouble ends it with one sentence and exit code 1, no stack trace.
 */
export async function runMain(main) {
  try {
    process.exit((await main()) ?? 0);
  } catch (error) {
    process.stderr.write(`${sentenceFor(error) ?? error.stack}\n`);
    process.exit(1);
  }
}
