import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

import type { Agenda } from '../../agenda';
import { Book } from '../../book';
import type { BusinessClock } from '../../clock';
import type { Faults } from '../../control/faults';
import { type HeldReplies, spoiler } from '../../control/spoil';
import type { Delays } from '../../delays';
import type { Settings } from '../../settings';
import type { Ledger } from './desk';
import type { Door } from './journey';
import { kuaidi100Routes } from './kuaidi100.route';
import { type HandedOver, ParcelLife } from './life';
import { pushDelivery } from './pushes';
import type { CourierRow } from './rows';
import { FormSignatures } from './signature';
import { CourierMemory } from './state';

export interface Kuaidi100 {
  readonly ledger: Ledger;
  readonly routes: (app: FastifyInstance, options: unknown, done: () => void) => void;
  /** Enters what the book says is still to be done. */
  readonly resume: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Who lives at the addresses. */
export interface Residents {
  readonly doorOf: (phone: string) => Door;
  readonly receive: (parcel: HandedOver) => Promise<void>;
}

/** The courier, spoken to as 快递100: its book, its desk, its parcels on their way, and its HTTP face. */
export async function openKuaidi100(parts: {
  readonly settings: Settings;
  readonly path: string;
  readonly delays: Delays;
  readonly residents: Residents;
  readonly clock: BusinessClock;
  readonly agenda: Agenda;
  readonly faults: Faults;
  readonly holds: HeldReplies;
  readonly log: FastifyBaseLogger;
}): Promise<Kuaidi100> {
  const { settings, delays, residents, clock, agenda, faults, holds, log } = parts;
  const book = await Book.open<CourierRow>(parts.path);
  const memory = new CourierMemory();
  for (const row of book.rows) memory.apply(row);

  const { customer, key, secret, salt, pace } = settings.courier;
  const doorOf = (phone: string): Door => residents.doorOf(phone);
  const ledger: Ledger = { seed: settings.seed, delays, memory, book, clock, doorOf, pace };
  const pushes = pushDelivery(ledger, agenda, log);
  const life = new ParcelLife(ledger, agenda, faults, pushes, (parcel) => residents.receive(parcel), log);
  const signatures = new FormSignatures({ customer, key, secret });
  return {
    ledger,
    routes: kuaidi100Routes({ ledger, life, signatures, salt, spoil: spoiler('courier', faults, holds) }),
    resume: () => life.resume(),
    close: () => book.close(),
  };
}
