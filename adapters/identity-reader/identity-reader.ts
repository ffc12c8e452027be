import path from 'node:path';
import type { IdentityReaderPort } from '../../domain/ports/identity-check';
import { loadEngine } from './engine';
import { ThreadPool } from './pool';

export interface IdentityReaderOptions {
  /** Folder that scripts/models fills. */
  readonly modelsDir: string;
  /** Readings at once; each thread holds all models, some 150 MB loaded and 300 MB at work. */
  readonly threads: number;
  /** Compiled thread file; by default the one beside this file, which exists in the build only. */
  readonly threadFile?: string;
  readonly limitMs?: number;
}

/** A reading takes a third of a CPU second; with all cores busy some seconds. */
const LIMIT_MS = 60_000;

/**
 * Reads cards and faces on threads of its own, so that the process keeps answering. Models are loaded with the warm-up or the first
 * readings.
 */
export function identityReader({ modelsDir, threads, threadFile, limitMs }: IdentityReaderOptions): ThreadPool {
  return new ThreadPool({
    modelsDir,
    threads,
    threadFile: threadFile ?? path.join(__dirname, 'thread.js'),
    limitMs: limitMs ?? LIMIT_MS,
  });
}

/** The same engine in the calling thread, one reading after the other: for tests and measurements. */
export async function inProcessReader(modelsDir: string): Promise<IdentityReaderPort> {
  const engine = await loadEngine(modelsDir);
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: (request, onStage, signal) => {
      const reading = last.then(() => engine.read(request, onStage, signal));
      last = reading.catch(() => undefined);
      return reading;
    },
    close: async () => {
      await last;
      await engine.close();
    },
  };
}
