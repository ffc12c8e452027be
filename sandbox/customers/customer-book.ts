import { Book } from '../book';
import type { HandedOver } from '../couriers/kuaidi100/life';
import type { Habits } from './behaviour';

export type CustomerRow =
  | { readonly t: 'habits'; readonly phone: string; readonly habits: Habits }
  /** A parcel with a card in it is in her hands, or in the hands of whoever will give it to her. */
  | { readonly t: 'card'; readonly card: HandedOver }
  /** She is done with the card: activated, or the carrier would not let her. */
  | { readonly t: 'card-used'; readonly waybill: string; readonly worked: boolean }
  /** A message was read and leads nowhere: no link in it, nobody we know, or somebody who stays silent. */
  | { readonly t: 'ignored'; readonly seq: number }
  | { readonly t: 'link'; readonly seq: number; readonly phone: string; readonly token: string; readonly dueAt: number }
  | { readonly t: 'entered'; readonly seq: number; readonly cookie: string; readonly csrf: string | null }
  | { readonly t: 'set-sent'; readonly seq: number }
  | { readonly t: 'left'; readonly seq: number; readonly how: string };

/** One link and what has come of it. */
export interface Visit {
  /** Place of the message in the inbox; names the visit. */
  readonly seq: number;
  readonly phone: string;
  readonly token: string;
  readonly dueAt: number;
  session: { readonly cookie: string; readonly csrf: string | null } | null;
}

/** What the scripted customers remember: how each behaves, which links they follow, which cookies they got. */
export class CustomerBook {
  readonly habits = new Map<string, Habits>();
  /** Cards received and not used yet, by waybill. */
  readonly cards = new Map<string, HandedOver>();
  /** Waybills of all parcels ever received. */
  readonly received = new Set<string>();
  /** Visits that have not ended, by message. */
  readonly visits = new Map<number, Visit>();
  /** Complete sets of photos sent through links, by phone. */
  readonly setsSent = new Map<string, number>();
  /** The cookies of each phone's browser, by phone: a link that comes a second time is opened in the same browser. */
  readonly cookies = new Map<string, string>();
  private readonly links = new Map<string, number>();
  /** The last message anybody has read. */
  lastSeq = 0;
  readonly ended: { readonly seq: number; readonly how: string }[] = [];

  private constructor(private readonly book: Book<CustomerRow>) {
    for (const row of book.rows) this.apply(row);
  }

  static async open(path: string): Promise<CustomerBook> {
    return new CustomerBook(await Book.open<CustomerRow>(path));
  }

  async write(row: CustomerRow): Promise<void> {
    this.apply(row);
    this.book.append(row);
    await this.book.synced();
  }

  /** Links that somebody with this phone ever meant to open. */
  linksTo(phone: string): number {
    return this.links.get(phone) ?? 0;
  }

  visitOf(phone: string): Visit | undefined {
    return [...this.visits.values()].find((visit) => visit.phone === phone);
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private apply(row: CustomerRow): void {
    switch (row.t) {
      case 'habits':
        this.habits.set(row.phone, merged(this.habits.get(row.phone), row.habits));
        return;
      case 'card':
        this.received.add(row.card.waybill);
        this.cards.set(row.card.waybill, row.card);
        return;
      case 'card-used':
        this.cards.delete(row.waybill);
        return;
      case 'ignored':
        this.lastSeq = Math.max(this.lastSeq, row.seq);
        return;
      case 'link': {
        const { seq, phone, token, dueAt } = row;
        this.lastSeq = Math.max(this.lastSeq, seq);
        this.links.set(phone, this.linksTo(phone) + 1);
        this.visits.set(seq, { seq, phone, token, dueAt, session: null });
        return;
      }
      case 'entered': {
        const visit = this.visits.get(row.seq);
        if (visit) {
          visit.session = { cookie: row.cookie, csrf: row.csrf };
          this.cookies.set(visit.phone, row.cookie);
        }
        return;
      }
      case 'set-sent': {
        const phone = this.visits.get(row.seq)?.phone;
        if (phone !== undefined) this.setsSent.set(phone, (this.setsSent.get(phone) ?? 0) + 1);
        return;
      }
      case 'left':
        this.visits.delete(row.seq);
        this.ended.push({ seq: row.seq, how: row.how });
        if (this.ended.length > 200) this.ended.shift();
    }
  }
}

/** What was not said again stays as it was; a new behaviour with links forgets how long the old one waited. */
function merged(earlier: Habits = {}, said: Habits): Habits {
  const { delayMs, ...others } = earlier;
  const isStillWaiting = said.behaviour === undefined && delayMs !== undefined;
  return { ...others, ...(isStillWaiting && { delayMs }), ...said };
}
