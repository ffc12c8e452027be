import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../../agenda';
import { isAway } from '../../calls';
import type { Habits } from '../../customers/behaviour';
import { type DemoChannel, isDecided, type Said, UploadRefused } from './channel';
import type { OrderBody, PhotoChoice, Sale } from './channel-book';
import { CONSENTS_TAKEN } from './consents';
import { pauseAfter, walkIn } from './walk-ins';

/** With so many sales undecided the product is not keeping up: nothing new is sold until it does. */
const MOST_UNDECIDED = 5;
const FIRST_SALE_AFTER_MS = 2_000;
/** Real time without a sale after a jump. */
const CLOSED_AFTER_JUMP_MS = 10_000;
/** Business time until a sale that got no decision is sent again. */
const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

/**
 * Sells by itself at an easy pace. What it has planned is in the book first and is sent until the product has decided,
 * always with the same reference and content, so no sale is lost and none is doubled.
 */
export class AutoSales {
  private timer: NodeJS.Timeout | undefined;
  private readonly attempts = new Map<string, number>();
  private isOpen = false;

  constructor(
    private readonly channel: DemoChannel,
    private readonly agenda: Agenda,
    private readonly seed: number,
    private ratePerMinute: number,
    private readonly log: FastifyBaseLogger,
    /** Says how this person will behave, before she is sold anything. */
    private readonly behave: (phone: string, habits: Habits) => Promise<void>,
  ) {
    channel.parts.clock.onMove(() => {
      this.closeForAWhile();
    });
  }

  get rate(): number {
    return this.ratePerMinute;
  }

  /** Goes on with undecided sales, then sells at the rate. The pace is real time: a jump of the clock sells nothing. */
  start(): void {
    for (const sale of this.channel.parts.book.undecided()) this.enter(sale, this.channel.parts.clock.now());
    this.arm(FIRST_SALE_AFTER_MS);
  }

  setRate(ratePerMinute: number): void {
    this.ratePerMinute = ratePerMinute;
    this.arm(FIRST_SALE_AFTER_MS);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  /** A shop that went on selling would put days of orders between a traveller and the day she is on her way to. */
  private closeForAWhile(): void {
    if (this.timer !== undefined) this.arm(CLOSED_AFTER_JUMP_MS);
  }

  private arm(afterMs: number): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.ratePerMinute <= 0) return;
    this.timer = setTimeout(() => {
      void this.tick();
    }, afterMs);
  }

  private async tick(): Promise<void> {
    const { book } = this.channel.parts;
    try {
      this.isOpen ||= await this.hasStock();
      if (this.isOpen && book.undecided().length < MOST_UNDECIDED)
        await this.agenda.during('channel sells', () => this.sell());
    } catch (error) {
      if (isAway(error)) this.log.debug('nobody is there to sell to');
      else this.log.error({ err: error }, 'the channel could not make a sale');
    }
    this.arm(this.isOpen ? pauseAfter(this.seed, book.autoCount, this.ratePerMinute) : FIRST_SALE_AFTER_MS);
  }

  /** The shop opens once the product has numbers to sell: at its very first start the carrier's batches are still to come. */
  private async hasStock(): Promise<boolean> {
    const said = await this.channel.signedCall('GET', '/v1/numbers?planCode=XL59&city=0571&limit=1');
    return said.status === 200 && (said.body as { numbers: unknown[] }).numbers.length > 0;
  }

  private async sell(): Promise<void> {
    const { book, persons, clock } = this.channel.parts;
    const count = book.autoCount + 1;
    const { kind, withPhotos, question, agentCode, ...wish } = walkIn(this.seed, count);
    const person = await persons.draw({ seed: `${String(this.seed)}-auto`, kind });
    const { name, idNumber, phone, delivery } = person;
    if (question !== null) await this.behave(phone, { asks: question });
    const photos: PhotoChoice | null = withPhotos ? { look: 'own', severity: 'moderate', take: 0 } : null;
    const body: OrderBody = {
      externalRef: `D${clock.today().replaceAll('-', '')}-${String(count).padStart(6, '0')}`,
      ...wish,
      holder: { name, idNumber, phone },
      delivery,
      ...(agentCode !== null && { agentCode }),
      ...(photos && { consents: CONSENTS_TAKEN }),
    };
    await book.write({ t: 'planned', body, personId: person.personId, photos, auto: true, at: clock.nowIso() });
    const sale = book.sales.get(body.externalRef);
    if (sale) this.enter(sale, clock.now());
  }

  private enter(sale: Sale, at: number): void {
    this.agenda.set(`channel:${sale.externalRef}`, at, `channel sends ${sale.externalRef}`, () => this.deliver(sale));
  }

  private async deliver(sale: Sale): Promise<void> {
    const said = await this.attempt(sale);
    if (said && isDecided(said)) {
      this.attempts.delete(sale.externalRef);
      this.log.info({ externalRef: sale.externalRef, status: said.status }, 'the product decided on a sale');
      return;
    }
    const attempt = this.attempts.get(sale.externalRef) ?? 0;
    this.attempts.set(sale.externalRef, attempt + 1);
    // Without any answer nobody was there, as while the product is restarted.
    this.log[said ? 'warn' : 'debug'](
      { externalRef: sale.externalRef, status: said?.status ?? null },
      'a sale waits and is sent again',
    );
    const wait = BACK_OFF_MS[Math.min(attempt, BACK_OFF_MS.length - 1)] ?? 30_000;
    this.enter(sale, this.channel.parts.clock.now() + wait);
  }

  /** The product's answer, or undefined where none came. */
  private async attempt(sale: Sale): Promise<Said | undefined> {
    try {
      const images = await this.channel.upload(sale);
      return (await this.channel.order(sale, images))[0];
    } catch (error) {
      if (!(error instanceof UploadRefused)) return undefined;
      // A picture the product will never take ends the sale; it is noted like any other refusal.
      if (isDecided(error.said)) await this.channel.note(sale, error.said);
      return error.said;
    }
  }
}
