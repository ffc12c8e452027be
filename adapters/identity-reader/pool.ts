import { Worker, type ResourceLimits } from 'node:worker_threads';
import type { IdentityReaderPort, IdentityReading, IdentityReadRequest } from '../../domain/ports/identity-check';
import type { FromThread, ThreadData, ToThread } from './messages';

export interface PoolOptions {
  readonly modelsDir: string;
  readonly threads: number;
  /** The compiled thread. */
  readonly threadFile: string;
  /** A reading that takes longer hangs: its thread is ended and replaced. */
  readonly limitMs: number;
}

interface Job {
  readonly id: number;
  readonly request: IdentityReadRequest;
  readonly onStage: ((stage: string) => void) | undefined;
  readonly resolve: (reading: IdentityReading) => void;
  readonly reject: (error: unknown) => void;
  /** True once the caller has its answer; what the thread says afterwards is not passed on. */
  settled: boolean;
}

interface Thread {
  readonly worker: Worker;
  isReady: boolean;
  job: Job | null;
  timer: NodeJS.Timeout | undefined;
}

/**
 * A thread's JavaScript heap; pictures and weights live outside it, and what a reading leaves behind is small. Left to itself V8 lets the
 * young part of each thread grow to 48 MB within some hundred readings and never gives it back.
 */
const HEAP: ResourceLimits = { maxOldGenerationSizeMb: 96, maxYoungGenerationSizeMb: 12 };

/**
 * Hands readings to threads that each hold all models. A thread that dies, hangs or fails is replaced, and its job rejected with a plain
 * error: the same job may well succeed in another thread, so callers retry. Threads start with the first jobs.
 */
export class ThreadPool implements IdentityReaderPort {
  readonly #options: PoolOptions;
  readonly #queue: Job[] = [];
  readonly #threads = new Set<Thread>();
  #lastId = 0;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  read = (
    request: IdentityReadRequest,
    onStage?: (stage: string) => void,
    signal?: AbortSignal,
  ): Promise<IdentityReading> =>
    new Promise((resolve, reject) => {
      if (this.#isClosed) throw new Error('the identity reader is closed');
      signal?.throwIfAborted();
      const onAbort = (): void => {
        this.#cancel(job, signal?.reason);
      };
      const job: Job = {
        id: ++this.#lastId,
        request,
        onStage,
        settled: false,
        resolve: (reading) => {
          settle(() => {
            resolve(reading);
          });
        },
        reject: (error) => {
          settle(() => {
            reject(error instanceof Error ? error : new Error('the reading was cancelled', { cause: error }));
          });
        },
      };
      const settle = (answer: () => void): void => {
        if (job.settled) return;
        job.settled = true;
        signal?.removeEventListener('abort', onAbort);
        answer();
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#queue.push(job);
      this.#dispatch();
    });

  /** Starts all threads at once: memory then stands where it will stand, and the first readings wait for no models. */
  warmUp = (): void => {
    while (!this.#isClosed && this.#threads.size < this.#options.threads) this.#start();
  };

  close = async (): Promise<void> => {
    this.#isClosed = true;
    for (const job of this.#queue.splice(0)) job.reject(new Error('the identity reader was closed'));
    await Promise.all(
      [...this.#threads].map((thread) => this.#end(thread, new Error('the identity reader was closed'))),
    );
  };

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const idle = [...this.#threads].find((thread) => thread.isReady && !thread.job);
      if (idle) {
        const job = this.#queue.shift();
        if (job) this.#give(idle, job);
        continue;
      }
      const starting = [...this.#threads].filter((thread) => !thread.isReady).length;
      if (starting >= this.#queue.length || this.#threads.size >= this.#options.threads) return;
      this.#start();
    }
  }

  #give(thread: Thread, job: Job): void {
    thread.job = job;
    thread.timer = setTimeout(() => {
      void this.#end(thread, new Error('the identity reader hung and was replaced'));
    }, this.#options.limitMs);
    post(thread, { kind: 'read', job: job.id, request: job.request });
  }

  #start(): void {
    const workerData: ThreadData = { modelsDir: this.#options.modelsDir };
    const worker = new Worker(this.#options.threadFile, {
      workerData,
      resourceLimits: HEAP,
    });
    const thread: Thread = { worker, isReady: false, job: null, timer: undefined };
    this.#threads.add(thread);
    let cause: unknown;
    worker.on('message', (message: FromThread) => {
      this.#heard(thread, message);
    });
    worker.on('error', (error) => {
      cause = error;
    });
    worker.once('exit', () => {
      this.#gone(thread, new Error('a thread of the identity reader ended', { cause }));
    });
  }

  #heard(thread: Thread, message: FromThread): void {
    if (message.kind === 'ready') {
      thread.isReady = true;
      this.#dispatch();
      return;
    }
    const { job } = thread;
    if (job?.id !== message.job) return;
    switch (message.kind) {
      case 'stage':
        if (!job.settled) job.onStage?.(message.stage);
        return;
      case 'failed':
        // Sessions and buffers may be in any state now; a fresh thread is cheap beside a wrong reading.
        void this.#end(thread, new Error(`the identity reader failed: ${message.message}`));
        return;
      case 'done':
        job.resolve(message.reading);
        break;
      case 'cancelled':
        job.reject(new Error('the reading was cancelled'));
        break;
    }
    this.#free(thread);
    this.#dispatch();
  }

  #free(thread: Thread): void {
    clearTimeout(thread.timer);
    thread.job = null;
  }

  #cancel(job: Job, reason: unknown): void {
    const waiting = this.#queue.indexOf(job);
    if (waiting >= 0) this.#queue.splice(waiting, 1);
    const thread = [...this.#threads].find((candidate) => candidate.job === job);
    if (thread) post(thread, { kind: 'cancel', job: job.id });
    job.reject(reason);
  }

  async #end(thread: Thread, error: Error): Promise<void> {
    this.#gone(thread, error);
    await thread.worker.terminate();
  }

  /** Once per thread: its job is rejected. A thread that could not even start takes the oldest waiting job with it, or nobody would learn. */
  #gone(thread: Thread, error: Error): void {
    if (!this.#threads.delete(thread)) return;
    const job = thread.job ?? (thread.isReady ? undefined : this.#queue.shift());
    this.#free(thread);
    job?.reject(error);
    if (!this.#isClosed) this.#dispatch();
  }
}

const post = ({ worker }: Thread, message: ToThread): void => {
  worker.postMessage(message);
};
