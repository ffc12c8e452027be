import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

import type { Agenda } from '../../agenda';
import { Book } from '../../book';
import type { BusinessClock } from '../../clock';
import type { Faults } from '../../control/faults';
import type { HeldReplies } from '../../control/spoil';
import type { Delays } from '../../delays';
import type { Settings } from '../../settings';
import { Cards } from './cards';
import type { Ledger } from './desk';
import { Processing } from './processing';
import type { CarrierRow } from './rows';
import { CarrierMemory } from './state';
import type { House } from './words';

export interface HouseParts {
  readonly settings: Settings;
  readonly path: string;
  readonly delays: Delays;
  readonly clock: BusinessClock;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly holds: HeldReplies;
  readonly log: FastifyBaseLogger;
}

export interface CarrierHouse {
  readonly ledger: Ledger;
  readonly routes: (app: FastifyInstance, options: unknown, ready: () => void) => void;
  /** What happens to cards in the field. */
  readonly cards: Cards;
  /** Enters what the book says is still to be done. */
  readonly resume: () => void;
  readonly close: () => Promise<void>;
}

/**
 * What every carrier has behind its counter: a book of numbers, locks and orders, and what it does by itself. How it
 * speaks is its own, and so is who hears of news.
 */
export async function openHouse(
  parts: HouseParts,
  house: House,
  delayMs: readonly [number, number],
  newsOf: (ledger: Ledger) => { readonly resume: () => void },
): Promise<Omit<CarrierHouse, 'routes'> & { readonly processing: Processing }> {
  const { settings, delays, clock, agenda, faults, log } = parts;
  const book = await Book.open<CarrierRow>(parts.path);
  const memory = new CarrierMemory();
  for (const row of book.rows) memory.apply(row);
  const ledger: Ledger = { house, seed: settings.seed, delays, memory, book, clock, delayMs };
  const processing = new Processing(ledger, agenda, faults, newsOf(ledger), log);
  return {
    ledger,
    processing,
    cards: new Cards(ledger, processing),
    resume: () => {
      processing.resume();
    },
    close: () => book.close(),
  };
}
