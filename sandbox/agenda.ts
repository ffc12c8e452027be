import type { FastifyBaseLogger } from 'fastify';

import { isAway } from './calls';
import type { BusinessClock } from './clock';

interface Entry {
  readonly at: number;
  readonly what: string;
  readonly run: () => Promise<void>;
}

/** Longest delay `setTimeout` can take; a later entry is looked at again then. */
const LONGEST_TIMER_MS = 2_000_000_000;
/** A step that threw is tried again after this long, in business time. */
const AGAIN_AFTER_MS = 10_000;

/**
 * Everything the sandbox is going to do by itself, in business time. It is not written down: each partner's book says
 * what is open and when, and the partner enters it here at start, so book and agenda can never disagree.
 */
export class Agenda {
  private readonly entries = new Map<string, Entry>();
  private readonly running = new Map<number, string>();
  private timer: NodeJS.Timeout | undefined;
  private runs = 0;
  private state: 'waiting' | 'open' | 'closed' = 'waiting';

  constructor(
    private readonly clock: BusinessClock,
    private readonly log: FastifyBaseLogger,
  ) {
    clock.onMove(() => {
      this.fireDue();
    });
  }

  /** Starts to act; before that entries are only collected. */
  start(): void {
    this.state = 'open';
    this.fireDue();
  }

  /**
   * Enters or replaces what is due under this key. `what` is shown to people and must hold no personal data.
   * `run` may enter things again; if it throws it is tried again later.
   */
  set(key: string, at: number, what: string, run: () => Promise<void>): void {
    this.entries.set(key, { at, what, run });
    this.arm();
  }

  has(key: string): boolean {
    return this.entries.has(key);
  }

  drop(key: string): void {
    this.entries.delete(key);
    this.arm();
  }

  /** Runs work now and counts it as unfinished until it ends, so that nobody jumps the clock in between. */
  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const run = (this.runs += 1);
    this.running.set(run, what);
    try {
      return await work();
    } finally {
      this.running.delete(run);
    }
  }

  next(): { readonly at: number; readonly what: string } | undefined {
    let earliest: Entry | undefined;
    for (const entry of this.entries.values()) if (!earliest || entry.at < earliest.at) earliest = entry;
    return earliest && { at: earliest.at, what: earliest.what };
  }

  /** What is running or due at this moment. Empty means quiet. */
  blockers(): string[] {
    const now = this.clock.now();
    const due = [...this.entries.values()].filter((entry) => entry.at <= now).map((entry) => entry.what);
    return [...this.running.values(), ...due];
  }

  close(): void {
    this.state = 'closed';
    clearTimeout(this.timer);
    this.entries.clear();
  }

  private arm(): void {
    clearTimeout(this.timer);
    if (this.state !== 'open') return;
    const next = this.next();
    if (!next) return;
    const delay = Math.min(Math.max(0, next.at - this.clock.now()), LONGEST_TIMER_MS);
    this.timer = setTimeout(() => {
      this.fireDue();
    }, delay);
  }

  private fireDue(): void {
    if (this.state !== 'open') return;
    const now = this.clock.now();
    const due = [...this.entries].filter(([, entry]) => entry.at <= now).sort(([, a], [, b]) => a.at - b.at);
    for (const [key, entry] of due) {
      this.entries.delete(key);
      void this.fire(key, entry);
    }
    this.arm();
  }

  private async fire(key: string, entry: Entry): Promise<void> {
    try {
      await this.during(entry.what, entry.run);
    } catch (error) {
      if (this.state !== 'open') return;
      if (isAway(error)) this.log.debug({ what: entry.what }, 'nobody is there; a step of the sandbox is tried again');
      else this.log.error({ err: error, what: entry.what }, 'a step of the sandbox failed and is tried again');
      if (!this.entries.has(key)) this.set(key, this.clock.now() + AGAIN_AFTER_MS, entry.what, entry.run);
    }
  }
}
