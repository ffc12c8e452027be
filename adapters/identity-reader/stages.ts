/** Announces, times and, between them, cancels the stages of one reading. */
export class Stages {
  readonly #milliseconds: Record<string, number> = {};
  readonly #onStage: ((stage: string) => void) | undefined;
  readonly #signal: AbortSignal | undefined;

  constructor(onStage?: (stage: string) => void, signal?: AbortSignal) {
    this.#onStage = onStage;
    this.#signal = signal;
  }

  /** Rejects with the signal's reason where cancelled before this stage; a running stage is finished first. */
  async run<Result>(stage: string, work: () => Promise<Result>): Promise<Result> {
    this.#signal?.throwIfAborted();
    this.#onStage?.(stage);
    const start = performance.now();
    const result = await work();
    this.#milliseconds[stage] = performance.now() - start;
    return result;
  }

  get milliseconds(): Readonly<Record<string, number>> {
    return this.#milliseconds;
  }
}
