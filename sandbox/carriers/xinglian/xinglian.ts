import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

import type { Agenda } from '../../agenda';
import { Book } from '../../book';
import type { BusinessClock } from '../../clock';
import type { Faults } from '../../control/faults';
import { type HeldReplies, spoiler } from '../../control/spoil';
import type { Delays } from '../../delays';
import type { Settings } from '../../settings';
import { callbackDelivery } from './callbacks';
import { Cards } from './cards';
import type { Ledger } from './desk';
import { Processing } from './processing';
import type { CarrierRow } from './rows';
import { RequestSignatures } from './signature';
import { CarrierMemory } from './state';
import { xinglianRoutes } from './xinglian.route';

export interface Xinglian {
  readonly ledger: Ledger;
  readonly routes: (app: FastifyInstance) => Promise<void>;
  /** What happens to cards in the field. */
  readonly cards: Cards;
  /** Enters what the book says is still to be done. */
  readonly resume: () => void;
  readonly close: () => Promise<void>;
}

/** The carrier 星联: its book, its desk, what it does by itself, and its HTTP face. */
export async function openXinglian(parts: {
  readonly settings: Settings;
  readonly path: string;
  readonly delays: Delays;
  readonly clock: BusinessClock;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly holds: HeldReplies;
  readonly log: FastifyBaseLogger;
}): Promise<Xinglian> {
  const { settings, delays, clock, agenda, faults, holds, log } = parts;
  const book = await Book.open<CarrierRow>(parts.path);
  const memory = new CarrierMemory();
  for (const row of book.rows) memory.apply(row);

  const { appId, appSecret, callbackSecret, delayMs } = settings.carrier;
  const ledger: Ledger = { seed: settings.seed, delays, memory, book, clock, delayMs };
  const deliveries = callbackDelivery(ledger, agenda, callbackSecret, log);
  const processing = new Processing(ledger, agenda, faults, deliveries, log);
  const signatures = new RequestSignatures(appId, appSecret);
  return {
    ledger,
    cards: new Cards(ledger, processing),
    routes: xinglianRoutes({ ledger, signatures, processing, spoil: spoiler('carrier', faults, holds) }),
    resume: () => {
      processing.resume();
    },
    close: () => book.close(),
  };
}
