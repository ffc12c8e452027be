import { Book } from '../book';

export interface Message {
  /** Place in the inbox of all phones; grows. */
  readonly seq: number;
  readonly reference: string;
  readonly messageId: string;
  readonly phone: string;
  readonly text: string;
  /** Business time, ISO. */
  readonly at: string;
}

/** The SMS gateway and every customer's phone behind it. */
export class Sms {
  private readonly byReference = new Map<string, Message>();
  private readonly byPhone = new Map<string, Message[]>();
  private readonly watchers = new Set<(message: Message) => Promise<void>>();

  private constructor(private readonly book: Book<Message>) {
    for (const message of book.rows) this.apply(message);
  }

  static async open(path: string): Promise<Sms> {
    return new Sms(await Book.open<Message>(path));
  }

  /** Delivers once per reference. A repeat answers as the first time; another text or phone under it is a conflict. */
  async send(request: { reference: string; phone: string; text: string }, at: string): Promise<Message | 'conflict'> {
    const known = this.byReference.get(request.reference);
    if (known && (known.phone !== request.phone || known.text !== request.text)) return 'conflict';
    if (known) {
      await this.book.synced();
      return known;
    }
    const seq = this.byReference.size + 1;
    const { reference, phone, text } = request;
    const message = { seq, reference, messageId: `SMS${String(seq).padStart(9, '0')}`, phone, text, at };
    this.apply(message);
    this.book.append(message);
    await this.book.synced();
    await Promise.all([...this.watchers].map((watcher) => watcher(message)));
    return message;
  }

  /** What arrived on this phone after a place, oldest first. */
  inbox(phone: string, after = 0): readonly Message[] {
    return (this.byPhone.get(phone) ?? []).filter(({ seq }) => seq > after);
  }

  /** Every message after a place, for the people who read their phones. */
  after(seq: number): readonly Message[] {
    return [...this.byReference.values()].filter((message) => message.seq > seq);
  }

  /** Resolves with what arrived, at the latest after `waitMs` of real time (then perhaps nothing). */
  async arrival(phone: string, after: number, waitMs: number): Promise<readonly Message[]> {
    const present = this.inbox(phone, after);
    if (present.length > 0 || waitMs <= 0) return present;
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        stop();
        resolve(this.inbox(phone, after));
      };
      const stop = this.watch((message) => {
        if (message.phone === phone) finish();
        return Promise.resolve();
      });
      const timer = setTimeout(finish, waitMs);
    });
  }

  /**
   * Calls back for each new message; returns how to stop. The gateway answers its sender only when every phone has taken
   * note, so that whoever sent a message finds its consequences among what is going to happen.
   */
  watch(watcher: (message: Message) => Promise<void>): () => void {
    this.watchers.add(watcher);
    return () => {
      this.watchers.delete(watcher);
    };
  }

  /** The gateway's list for comparing books: no text, no phone. */
  rows(): { reference: string; status: string; phoneLast4: string }[] {
    return [...this.byReference.values()].map(({ reference, phone }) => ({
      reference,
      status: 'sent',
      phoneLast4: phone.slice(-4),
    }));
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private apply(message: Message): void {
    this.byReference.set(message.reference, message);
    const inbox = this.byPhone.get(message.phone);
    if (inbox) inbox.push(message);
    else this.byPhone.set(message.phone, [message]);
  }
}
