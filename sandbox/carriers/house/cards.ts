import { type Ledger, record } from './desk';
import type { Processing } from './processing';
import type { Activation } from './rows';
import type { CarrierOrder } from './state';

export interface ActivationWish extends Omit<Activation, 'at'> {
  /** Business milliseconds until the head office hears of it; 0 for at once. */
  readonly newsAfterMs: number;
}

/** What happens to cards outside the carrier's house. */
export class Cards {
  constructor(
    private readonly ledger: Ledger,
    private readonly processing: Processing,
  ) {}

  /**
   * Somebody activates the card with this ICCID. False where the carrier does not let her: no such card, or its order
   * was withdrawn. Activating a second time changes nothing and is fine.
   */
  async activate(iccid: string, wish: ActivationWish): Promise<boolean> {
    const { memory, clock, book } = this.ledger;
    const order = [...memory.orders.values()].find((known) => known.iccid === iccid);
    if (!order) return false;
    if (!order.activation) {
      if (order.state !== '已开户') return false;
      const at = clock.now();
      const { newsAfterMs, personMatches, province, city } = wish;
      const activation = { at, personMatches, province, city };
      const { reference } = order.submission;
      record(this.ledger, { t: 'used', reference, activation, newsAt: at + newsAfterMs, at });
    }
    await book.synced();
    this.processing.enter(order);
    return true;
  }

  /** The carrier suspends or closes cards that are in use. Resolves with how many it did. */
  async stop(matches: (order: CarrierOrder) => boolean, state: '已停机' | '已销户'): Promise<number> {
    const inUse = (order: CarrierOrder): boolean =>
      order.state === '已激活' || (order.state === '已停机' && state === '已销户');
    const chosen = [...this.ledger.memory.orders.values()].filter((order) => inUse(order) && matches(order));
    for (const order of chosen) await this.processing.stop(order, state);
    return chosen.length;
  }

  /** ICCIDs of opened cards, for whoever steers the sandbox by person or number. */
  opened(matches: (order: CarrierOrder) => boolean): string[] {
    const orders = [...this.ledger.memory.orders.values()].filter(matches);
    return orders.flatMap(({ iccid }) => (iccid === null ? [] : [iccid]));
  }
}
