import { parentPort, workerData } from 'node:worker_threads';
import type { IdentityReadRequest } from '../../domain/ports/identity-check';
import { loadEngine, type Engine } from './engine';
import type { FromThread, ThreadData, ToThread } from './messages';

// One thread of the pool: loads all models once, reads one person at a time, answers by message.

const port = parentPort;
if (!port) throw new Error('this file runs as a worker thread of the identity reader');

const say = (message: FromThread): void => {
  port.postMessage(message);
};
const running = new Map<number, AbortController>();

async function read(engine: Engine, job: number, request: IdentityReadRequest): Promise<void> {
  const cancel = new AbortController();
  running.set(job, cancel);
  try {
    const onStage = (stage: string): void => {
      say({ kind: 'stage', job, stage });
    };
    say({ kind: 'done', job, reading: await engine.read(request, onStage, cancel.signal) });
  } catch (error) {
    if (cancel.signal.aborted) say({ kind: 'cancelled', job });
    else say({ kind: 'failed', job, message: error instanceof Error ? error.message : 'the engine failed' });
  } finally {
    running.delete(job);
  }
}

async function main({ modelsDir }: ThreadData): Promise<void> {
  const engine = await loadEngine(modelsDir);
  port?.on('message', (message: ToThread) => {
    if (message.kind === 'read') void read(engine, message.job, message.request);
    else running.get(message.job)?.abort();
  });
  say({ kind: 'ready' });
  // Readings need not wait for it. What fails here fails again, and is answered, with the first line that needs it.
  await engine.warmUp().catch(() => undefined);
}

void main(workerData as ThreadData);
