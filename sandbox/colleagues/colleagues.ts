import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../agenda';
import { isAway } from '../calls';
import type { BusinessClock } from '../clock';
import { pause } from '../events';
import { type Account, Colleague } from './colleague';

/** Business time a colleague needs to look at what came in. */
const LOOKS_AFTER_MS = 5_000;
const AGAIN_AFTER_MS = 15_000;
/** Real time between attempts to listen to a product that is not there. */
const LISTEN_AGAIN_AFTER_MS = 2_000;

/** The scripted colleagues 演示同事, who decide reviews and answer tickets where nobody watches. Off until switched on, and after a restart. */
export class Colleagues {
  private team: readonly Colleague[] = [];
  private shift = new AbortController();

  constructor(
    private readonly clock: BusinessClock,
    private readonly agenda: Agenda,
    private readonly log: FastifyBaseLogger,
  ) {}

  get on(): boolean {
    return this.team.length > 0;
  }

  start(apiUrl: string, accounts: readonly Account[]): void {
    this.stop();
    this.shift = new AbortController();
    this.team = accounts.map((account) => new Colleague(apiUrl, account));
    const [first] = this.team;
    if (first) void this.listen(first, this.shift.signal);
  }

  stop(): void {
    this.shift.abort();
    for (const colleague of this.team) void this.sendHome(colleague);
    this.team = [];
    this.agenda.drop('colleagues');
  }

  private async listen(ears: Colleague, signal: AbortSignal): Promise<void> {
    const isOver = (): boolean => signal.aborted;
    while (!isOver()) {
      try {
        await ears.news(signal, () => {
          this.wake(LOOKS_AFTER_MS);
        });
      } catch (error) {
        if (!isOver() && !isAway(error)) this.log.warn({ err: error }, 'a colleague cannot hear the product');
      }
      await pause(LISTEN_AGAIN_AFTER_MS, signal);
    }
  }

  private async sendHome(colleague: Colleague): Promise<void> {
    try {
      await colleague.goHome();
    } catch (error) {
      if (!isAway(error)) this.log.warn({ err: error }, 'a colleague could not go home');
    }
  }

  private wake(afterMs: number): void {
    if (this.on)
      this.agenda.set('colleagues', this.clock.now() + afterMs, 'colleagues do the staff work', () => this.work());
  }

  private async work(): Promise<void> {
    try {
      // Until a whole round decides nothing: a first approval makes work for the next colleague.
      for (let decided = 1; decided > 0;) {
        decided = 0;
        for (const colleague of this.team) decided += await colleague.workOff();
      }
    } catch (error) {
      if (!isAway(error)) this.log.warn({ err: error }, 'a colleague could not work');
      this.wake(AGAIN_AFTER_MS);
    }
  }
}
