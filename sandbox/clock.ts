import { Book } from './book';

interface OffsetRow {
  readonly offsetMs: number;
  readonly setAt: string;
}

/**
 * Business time of the sandbox: real time plus an offset that survives a restart. Signatures, nonces and socket timeouts
 * stay on real time, as in the product.
 */
export class BusinessClock {
  private readonly listeners: (() => void)[] = [];

  private constructor(
    private readonly book: Book<OffsetRow>,
    private offset: number,
  ) {}

  static async open(path: string): Promise<BusinessClock> {
    const book = await Book.open<OffsetRow>(path);
    return new BusinessClock(book, book.rows.at(-1)?.offsetMs ?? 0);
  }

  get offsetMs(): number {
    return this.offset;
  }

  /** Milliseconds since 1970 in business time. */
  now(): number {
    return Date.now() + this.offset;
  }

  nowIso(): string {
    return new Date(this.now()).toISOString();
  }

  /** The business day in China, `YYYY-MM-DD`. */
  today(): string {
    return new Date(this.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  }

  onMove(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Moves business time and lets everybody who keeps dates look again before it returns. */
  async move(offsetMs: number): Promise<void> {
    this.offset = offsetMs;
    this.book.append({ offsetMs, setAt: new Date().toISOString() });
    await this.book.synced();
    for (const listener of this.listeners) listener();
  }

  async close(): Promise<void> {
    await this.book.close();
  }
}
