import { join } from 'node:path';

import type { FastifyBaseLogger, FastifyInstance } from 'fastify';

import { Agenda } from './agenda';
import { Bank } from './bank/bank';
import { bankRoutes } from './bank/bank.route';
import { Authority } from './authority/authority';
import { authorityRoutes } from './authority/authority.route';
import { openXinglian } from './carriers/xinglian/xinglian';
import { openYunqi } from './carriers/yunqi/yunqi';
import { AutoSales } from './channels/demo/auto-sales';
import { DemoChannel } from './channels/demo/channel';
import { ChannelBook } from './channels/demo/channel-book';
import { demoChannelRoutes } from './channels/demo/demo.route';
import { BusinessClock } from './clock';
import { Colleagues } from './colleagues/colleagues';
import { colleagueRoutes } from './colleagues/colleagues.route';
import { controlRoutes } from './control/control.route';
import { Faults } from './control/faults';
import { HeldReplies, spoiler } from './control/spoil';
import { journeyRoutes } from './control/journey.route';
import { openKuaidi100 } from './couriers/kuaidi100/kuaidi100';
import { type ActivationDesk, Cardholders } from './customers/cardholders';
import { CustomerBook } from './customers/customer-book';
import { Customers } from './customers/customers';
import { customerRoutes } from './customers/customers.route';
import { Delays } from './delays';
import { Persons } from './persons/persons';
import { personRoutes } from './persons/persons.route';
import { Photos } from './persons/photos';
import type { Settings } from './settings';
import { Sms } from './sms/sms';
import { smsRoutes } from './sms/sms.route';

export type World = Awaited<ReturnType<typeof openWorld>>;

/** Reads all books and joins partners and people. Reads as a parts list: no decision is taken here. */
export async function openWorld(settings: Settings, log: FastifyBaseLogger) {
  const { apiUrl, seed } = settings;
  const path = (name: string): string => join(settings.dataDir, `${name}.jsonl`);

  const clock = await BusinessClock.open(path('clock'));
  const agenda = new Agenda(clock, log);
  const faults = await Faults.open(path('faults'));
  const holds = new HeldReplies();
  const delays = new Delays(seed);

  const persons = await Persons.open(path('people'), clock, seed);
  const photos = new Photos();
  const sms = await Sms.open(path('sms'));
  const bank = await Bank.open(path('bank'));
  const authority = await Authority.open(path('authority'), (idNumber) => persons.nameOf(idNumber));
  const houses = { settings, delays, clock, agenda, faults, holds, log };
  const xinglian = await openXinglian({ ...houses, path: path('carrier-xinglian') });
  const yunqi = await openYunqi({ ...houses, path: path('carrier-yunqi') });

  const sales = await ChannelBook.open(path('channel-demo'));
  const { id, secret, ratePerMinute } = settings.channel;
  const channel = new DemoChannel({ apiUrl, id, secret, book: sales, persons, photos, clock });
  const visits = await CustomerBook.open(path('customers'));
  const carrier = eitherDesk(xinglian.cards, yunqi.cards);
  const cardholders = new Cardholders({ delays, book: visits, carrier, clock, agenda, log, delayMs: null });
  const customers = new Customers({
    apiUrl,
    delays,
    book: visits,
    sms,
    persons,
    photos,
    cardholders,
    clock,
    agenda,
    log,
  });
  const auto = new AutoSales(channel, agenda, seed, ratePerMinute, log, customers.behave.bind(customers));
  const courierPath = path('courier-kuaidi100');
  const addressees = { settings, path: courierPath, delays, residents: cardholders, clock, agenda, faults, holds, log };
  const kuaidi100 = await openKuaidi100(addressees);
  const colleagues = new Colleagues(clock, agenda, log);

  const books = [clock, faults, persons, sms, authority, xinglian, yunqi, sales, visits, kuaidi100, bank];
  const actors = { bank, xinglian, yunqi, kuaidi100, cardholders, channel, auto, customers, visits, colleagues };
  return { settings, delays, clock, agenda, faults, holds, persons, photos, sms, authority, books, ...actors };
}

/** Gives every part its place on the server. */
export async function registerRoutes(app: FastifyInstance, world: World): Promise<void> {
  const { settings, delays, clock, agenda, faults, holds, persons, photos, sms, authority, xinglian, yunqi } = world;
  const { channel, auto, customers, visits, colleagues, kuaidi100, cardholders, bank } = world;
  const findPerson = persons.find.bind(persons);
  const control = { clock, agenda, faults, holds, findPerson, carrierDelays: [xinglian.ledger, yunqi.ledger] };
  const authoritySpoiler = spoiler('authority', faults, holds);
  const smsSpoiler = spoiler('sms', faults, holds);

  app.get('/healthz', () => ({ ok: true, businessNow: clock.nowIso() }));
  await app.register(xinglian.routes, { prefix: '/carriers/xinglian' });
  await app.register(yunqi.routes, { prefix: '/carriers/yunqi' });
  await app.register(kuaidi100.routes, { prefix: '/couriers/kuaidi100' });
  await app.register(authorityRoutes(authority, settings.authorityToken, clock, authoritySpoiler), {
    prefix: '/authority',
  });
  await app.register(smsRoutes(sms, settings.smsToken, clock, smsSpoiler), { prefix: '/sms' });
  const bankSpoiler = spoiler('bank', faults, holds);
  await app.register(bankRoutes(bank, settings.bankToken, clock, bankSpoiler), { prefix: '/bank' });
  await app.register(controlRoutes(control), { prefix: '/control' });
  const journey = { cards: [xinglian.cards, yunqi.cards], findPerson, courier: kuaidi100.ledger, cardholders };
  await app.register(journeyRoutes(journey), { prefix: '/control' });
  await app.register(colleagueRoutes(colleagues, settings.apiUrl), { prefix: '/control' });
  await app.register(personRoutes(persons, photos, delays), { prefix: '/people' });
  await app.register(demoChannelRoutes({ channel, auto, agenda, behave: customers.behave.bind(customers) }), {
    prefix: '/channels/demo',
  });
  await app.register(customerRoutes(customers, visits, persons), { prefix: '/customers' });
}

/** A card is activated where it was opened: whoever does not know it says no. */
const eitherDesk = (...desks: readonly ActivationDesk[]): ActivationDesk => ({
  async activate(iccid, wish) {
    for (const desk of desks) if (await desk.activate(iccid, wish)) return true;
    return false;
  },
});
