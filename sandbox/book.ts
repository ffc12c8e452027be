import { mkdirSync } from 'node:fs';
import { type FileHandle, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A write failed: memory is ahead of the disk, and only a new start, which reads the disk again, makes it honest. */
export class BookBroken extends Error {}

/**
 * A partner's book: append-only JSON lines. A row counts once `synced` has resolved, and a partner answers only then,
 * so what a partner ever said is still known after kill -9.
 *
 * Use: change memory and `append` in the same turn (so that a concurrent request already sees it), then `await synced()`
 * before answering. Rows appended while a write is under way share the next fsync.
 */
export class Book<Row> {
  private waiting: string[] = [];
  private flushing: Promise<void> | undefined;
  private broken: Error | undefined;

  private constructor(
    private readonly file: FileHandle,
    /** What was found at start, oldest first. */
    readonly rows: readonly Row[],
  ) {}

  /**
   * Opens or creates the book. A last line that was torn by a crash was never acknowledged: it is cut off.
   * A damaged line anywhere else is an error that names the line, for it was acknowledged.
   */
  static async open<Row>(path: string): Promise<Book<Row>> {
    mkdirSync(dirname(path), { recursive: true });
    const file = await open(path, 'a+');
    try {
      return new Book<Row>(file, await readRows<Row>(file, path));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  append(row: Row): void {
    this.waiting.push(`${JSON.stringify(row)}\n`);
  }

  /** Resolves when every row appended so far is on the disk; rejects for good once a write has failed. */
  async synced(): Promise<void> {
    while (this.waiting.length > 0 || this.flushing) {
      if (this.broken) throw this.broken;
      this.flushing ??= this.flush();
      await this.flushing;
    }
    if (this.broken) throw this.broken;
  }

  async close(): Promise<void> {
    await this.synced();
    await this.file.close();
  }

  private async flush(): Promise<void> {
    const lines = this.waiting.join('');
    this.waiting = [];
    try {
      await this.file.appendFile(lines, 'utf8');
      await this.file.datasync();
    } catch (error) {
      this.broken = new BookBroken('the book cannot be written', { cause: error });
      throw this.broken;
    } finally {
      this.flushing = undefined;
    }
  }
}

async function readRows<Row>(file: FileHandle, path: string): Promise<Row[]> {
  const bytes = await readFile(path);
  const length = bytes.lastIndexOf(0x0a) + 1;
  if (length < bytes.length) {
    await file.truncate(length);
    await file.sync();
  }
  const lines = bytes.subarray(0, length).toString('utf8').split('\n').slice(0, -1);
  return lines.map((line, index) => parseLine(path, line, index + 1) as Row);
}

function parseLine(path: string, line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new Error(`${path}: line ${String(number)} is damaged`);
  }
}
