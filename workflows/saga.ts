import { CancellationScope, log } from '@temporalio/workflow';

/** What is to be given back, newest first. An undo is registered before its step, with an id that exists before it. */
export class Saga {
  private undos: { readonly name: string; readonly undo: () => Promise<unknown> }[] = [];

  /** Once a name: a step that is taken up again has its undo already. */
  register(name: string, undo: () => Promise<unknown>): void {
    if (!this.undos.some((known) => known.name === name)) this.undos.push({ name, undo });
  }

  /** Undo activities retry without limit, so this resolves only when everything is given back. */
  async compensate(): Promise<void> {
    await CancellationScope.nonCancellable(async () => {
      // Taken off only when it worked: what fails for good is tried again by whoever takes the order up.
      for (let next = this.undos.at(-1); next !== undefined; next = this.undos.at(-1)) {
        log.info('undo', { step: next.name });
        await next.undo();
        this.undos.pop();
      }
    });
  }

  /** What was done is final: nothing is given back any more. */
  settle(): void {
    this.undos = [];
  }
}
