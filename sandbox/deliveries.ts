import type { Agenda } from './agenda';

/** Business time between attempts; the last figure goes on until the product accepts. */
const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000, 60_000, 300_000] as const;

/** A message to the product that it has not accepted yet. */
export interface Pending {
  readonly id: string;
  readonly dueAt: number;
  readonly attempt: number;
  /** Times it is delivered although once was enough. */
  readonly copies: number;
}

/** Where a partner keeps its pending messages, and how it sends one. */
export interface Outbox<P extends Pending> {
  /** Tells keys of the agenda apart between partners. */
  readonly prefix: string;
  /** What the agenda shows; holds no personal data. */
  readonly what: (pending: P) => string;
  readonly pending: () => Iterable<P>;
  readonly find: (id: string) => P | undefined;
  /** True when the product accepted; never throws. */
  readonly post: (pending: P) => Promise<boolean>;
  /** Both are written down before they resolve. */
  readonly accepted: (id: string) => Promise<void>;
  readonly putOff: (id: string, attempt: number, waitMs: number) => Promise<void>;
}

/** Tells the product what happened, again and again until it accepts. What is pending lives in the partner's book. */
export class Deliveries<P extends Pending> {
  private readonly underWay = new Set<string>();

  constructor(
    private readonly outbox: Outbox<P>,
    private readonly agenda: Agenda,
  ) {}

  /** Enters everything that has not been accepted yet. */
  resume(): void {
    for (const pending of this.outbox.pending()) this.enter(pending);
  }

  private enter(pending: P): void {
    const { id, dueAt } = pending;
    if (this.underWay.has(id)) return;
    const key = `${this.outbox.prefix}:${id}`;
    this.agenda.set(key, dueAt, this.outbox.what(pending), () => this.deliver(pending));
  }

  private async deliver(pending: P): Promise<void> {
    const { id, copies } = pending;
    this.underWay.add(id);
    try {
      const answers = await Promise.all(Array.from({ length: copies }, () => this.outbox.post(pending)));
      if (answers.every(Boolean)) {
        await this.outbox.accepted(id);
      } else {
        const attempt = pending.attempt + 1;
        const wait = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length) - 1] ?? 300_000;
        await this.outbox.putOff(id, attempt, wait);
      }
    } finally {
      this.underWay.delete(id);
    }
    const still = this.outbox.find(id);
    if (still) this.enter(still);
  }
}
