import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../../agenda';
import type { CallFacts, Faults } from '../../control/faults';
import { type Ledger, record } from './desk';
import { iccid } from './numbering';
import type { Callback } from './rows';
import type { CarrierOrder } from './state';
import type { CarrierState } from './words';

/** Later than any parcel takes and any customer needs to activate: the news of the opening then comes after it. */
const OVERTAKEN_AFTER_MS = 6 * 86_400_000;

/**
 * What the carrier does with an accepted order by itself: open it (or refuse it), and later tell what its cards did:
 * a card becomes active only by being used.
 */
export class Processing {
  constructor(
    private readonly ledger: Ledger,
    private readonly agenda: Agenda,
    private readonly faults: Faults,
    private readonly deliveries: { readonly resume: () => void },
    private readonly log: FastifyBaseLogger,
  ) {}

  /** Enters everything the book says is still to be done. */
  resume(): void {
    for (const order of this.ledger.memory.orders.values()) this.enter(order);
    this.deliveries.resume();
  }

  /** Enters the next step of this order, if there is one. */
  enter(order: CarrierOrder): void {
    if (order.dueAt === null) return;
    const { reference } = order.submission;
    const what = order.state === '处理中' ? 'carrier opens' : 'carrier learns of the activation of';
    this.agenda.set(`${this.ledger.house.code}:${reference}`, order.dueAt, `${what} ${reference}`, () =>
      this.step(reference),
    );
  }

  /** The card stops being in use, and the product is told. */
  async stop(order: CarrierOrder, state: '已停机' | '已销户'): Promise<void> {
    const trouble = await this.callbackTrouble(this.factsOf(order));
    const at = this.ledger.clock.now();
    const callback = this.compose(order, { state, message: '', iccid: order.iccid, at, ...trouble });
    record(this.ledger, { t: 'stopped', reference: order.submission.reference, state, callback, at });
    await this.ledger.book.synced();
    this.deliveries.resume();
  }

  private async step(reference: string): Promise<void> {
    const order = this.ledger.memory.orders.get(reference);
    if (order?.state === '处理中') await this.open(order);
    else if (order?.activation && order.dueAt !== null) await this.activate(order);
  }

  private async open(order: CarrierOrder): Promise<void> {
    const facts = this.factsOf(order);
    const refusal = await this.faults.take('carrier', ['refuse'], { ...facts, command: 'process' });
    const disorder = refusal
      ? undefined
      : await this.faults.take('carrier', ['out-of-order'], { ...facts, command: 'callback' });
    const trouble = await this.callbackTrouble(facts);
    // The customer may have cancelled while the faults were looked up.
    if (order.state !== '处理中') return;

    const { reference } = order.submission;
    const at = this.ledger.clock.now();
    if (refusal) {
      const message = refusal.text ?? '系统异常';
      const callback = this.compose(order, { state: '已拒绝', message, iccid: null, at, ...trouble });
      record(this.ledger, { t: 'refused', reference, message, callback, at });
    } else {
      const card = iccid(this.ledger.house.iccidPrefix, this.cardsOpened());
      const lateMs = disorder ? Math.max(trouble.lateMs, disorder.delayMs ?? OVERTAKEN_AFTER_MS) : trouble.lateMs;
      const news = { state: '已开户', message: '', iccid: card, at, copies: trouble.copies, lateMs } as const;
      record(this.ledger, { t: 'opened', reference, iccid: card, callback: this.compose(order, news), at });
    }
    await this.ledger.book.synced();
    this.log.info({ reference, state: order.state }, 'carrier processed an order');
    this.enter(order);
    this.deliveries.resume();
  }

  private async activate(order: CarrierOrder): Promise<void> {
    const trouble = await this.callbackTrouble(this.factsOf(order));
    if (order.dueAt === null) return;
    const at = this.ledger.clock.now();
    const callback = this.compose(order, { state: '已激活', message: '', iccid: order.iccid, at, ...trouble });
    record(this.ledger, { t: 'activated', reference: order.submission.reference, callback, at });
    await this.ledger.book.synced();
    this.deliveries.resume();
  }

  private async callbackTrouble(facts: CallFacts): Promise<{ copies: number; lateMs: number }> {
    const about = { ...facts, command: 'callback' };
    const twice = await this.faults.take('carrier', ['answer-twice'], about);
    const late = await this.faults.take('carrier', ['answer-late'], about);
    return { copies: twice ? 2 : 1, lateMs: late ? (late.delayMs ?? 60_000) : 0 };
  }

  private compose(
    order: CarrierOrder,
    news: { state: CarrierState; message: string; iccid: string | null; at: number; copies: number; lateMs: number },
  ): Callback | null {
    const { reference, number, callbackUrl } = order.submission;
    if (callbackUrl === null) return null;
    const { carrierOrderNo } = order;
    const { state, message, iccid: card, at, copies, lateMs } = news;
    const eventId = `${carrierOrderNo}-${String(order.callbacks + 1)}`;
    const told = {
      carrierOrderNo,
      reference,
      state,
      message,
      number,
      iccid: card,
      eventId,
      at: new Date(at).toISOString(),
    };
    return { eventId, reference, body: JSON.stringify(told), dueAt: at + lateMs, copies };
  }

  private cardsOpened(): number {
    let cards = 0;
    for (const order of this.ledger.memory.orders.values()) if (order.iccid !== null) cards += 1;
    return cards + 1;
  }

  private factsOf(order: CarrierOrder): CallFacts {
    const { reference, number, planCode, holder } = order.submission;
    const { code: carrier } = this.ledger.house;
    return { command: '', carrier, reference, number, planCode, idNumber: holder.idNumber, phone: holder.phone };
  }
}
