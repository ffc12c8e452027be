import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../agenda';
import type { BusinessClock } from '../clock';
import type { Door } from '../couriers/kuaidi100/journey';
import type { HandedOver } from '../couriers/kuaidi100/life';
import type { Delays } from '../delays';
import type { Habits } from './behaviour';
import type { CustomerBook } from './customer-book';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Business time until somebody who has her parcel puts the card into her phone. */
const ACTIVATES_AFTER_MS = [2 * HOUR_MS, 20 * HOUR_MS] as const;
/** A parcel that a neighbour took or that lies in a locker comes into her hands a day later. */
const FETCHED_AFTER_MS = DAY_MS;
const NEWS_LATE_DAYS = 35;

/** Where a card is activated. */
export interface ActivationDesk {
  /** False where the carrier does not let her. */
  readonly activate: (
    iccid: string,
    wish: {
      readonly newsAfterMs: number;
      readonly personMatches: boolean;
      readonly province: string;
      readonly city: string;
    },
  ) => Promise<boolean>;
}

export interface CardholderParts {
  readonly delays: Delays;
  readonly book: CustomerBook;
  readonly carrier: ActivationDesk;
  readonly clock: BusinessClock;
  readonly agenda: Agenda;
  readonly log: FastifyBaseLogger;
  /** Replaces the usual hours until an activation; may be changed while running. */
  delayMs: readonly [number, number] | null;
}

/**
 * What people do with parcels: they take them or not, and put the card into a phone. Anybody with an address gets
 * parcels, drawn by the sandbox or not.
 */
export class Cardholders {
  constructor(private readonly parts: CardholderParts) {}

  get parcelDelay(): { delayMs: readonly [number, number] | null } {
    return this.parts;
  }

  /** Goes on with the cards that lie on people's tables. */
  resume(): void {
    for (const card of this.parts.book.cards.values()) this.plan(card);
  }

  doorOf(phone: string): Door {
    return this.habitsOf(phone).door ?? 'takes';
  }

  /** A parcel came; once is enough, and being told again is harmless. */
  async receive(parcel: HandedOver): Promise<void> {
    const { book } = this.parts;
    if (book.received.has(parcel.waybill)) return;
    await book.write({ t: 'card', card: parcel });
    this.plan(parcel);
  }

  /** Somebody was told to behave otherwise: she thinks again about the cards she has. */
  think(phone: string): void {
    for (const card of this.parts.book.cards.values()) if (card.phone === phone) this.plan(card);
  }

  private plan(card: HandedOver): void {
    const { agenda, delays, delayMs } = this.parts;
    const key = `customer:card:${card.waybill}`;
    if ((this.habitsOf(card.phone).activates ?? 'soon') === 'never') {
      agenda.drop(key);
      return;
    }
    const wait = delays.draw(card.phone, 'activates', card.nth, delayMs ?? ACTIVATES_AFTER_MS);
    const at = card.at + (card.by === 'self' ? 0 : FETCHED_AFTER_MS) + wait;
    agenda.set(key, at, 'customer activates a card', () => this.use(card));
  }

  private async use(card: HandedOver): Promise<void> {
    const { book, carrier, log } = this.parts;
    const { activates, activation, newsLateDays = NEWS_LATE_DAYS } = this.habitsOf(card.phone);
    const worked = await carrier.activate(card.iccid, {
      personMatches: activation?.personMatches ?? true,
      province: activation?.province ?? card.province,
      city: activation?.city ?? card.city,
      newsAfterMs: activates === 'late-news' ? newsLateDays * DAY_MS : 0,
    });
    await book.write({ t: 'card-used', waybill: card.waybill, worked });
    if (!worked) log.info({ waybill: card.waybill }, 'the carrier would not activate a card');
  }

  private habitsOf(phone: string): Habits {
    return this.parts.book.habits.get(phone) ?? {};
  }
}
