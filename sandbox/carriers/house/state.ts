import type { Pending } from '../../deliveries';
import type { Activation, Callback, CarrierRow, Submission } from './rows';
import type { CarrierState } from './words';

export interface CarrierOrder {
  readonly carrierOrderNo: string;
  readonly submission: Submission;
  state: CarrierState;
  message: string;
  iccid: string | null;
  /** Set once the card was used; the desk speaks of it only when the state says so too. */
  activation: Activation | null;
  /** When the carrier goes on with it by itself; null once nothing is left to do. */
  dueAt: number | null;
  /** Times there was news to tell, told or not. */
  callbacks: number;
}

export interface StockNumber {
  readonly number: string;
  readonly planCode: string;
  readonly city: string;
  occupation: { readonly reference: string; readonly occupyId: string; readonly until: number } | null;
  /** Reference of the order that has it for good (or is being worked on); a number is never opened twice. */
  takenBy: string | null;
}

export interface PendingCallback extends Pending {
  readonly body: string;
  readonly url: string;
}

/** States in which an order counts towards the cards one person may have. */
const HAS_CARD: readonly CarrierState[] = ['处理中', '已开户', '已激活', '已停机'];

/** States in which the desk has heard of an activation. */
export const WAS_ACTIVATED: readonly CarrierState[] = ['已激活', '已停机', '已销户'];

/** The carrier's memory: what its book says, row after row. */
export class CarrierMemory {
  readonly batches = new Map<string, Extract<CarrierRow, { t: 'batch' }>>();
  readonly numbers = new Map<string, StockNumber>();
  readonly orders = new Map<string, CarrierOrder>();
  readonly callbacks = new Map<string, PendingCallback>();
  /** Numbers ever delivered; the next one is made from it, so it never comes twice. */
  delivered = 0;

  private readonly ordersByHolder = new Map<string, number>();

  /** Orders this person ever had here, refused ones too. */
  ordersOf(idNumber: string): number {
    return this.ordersByHolder.get(idNumber) ?? 0;
  }

  /** Cards this person has or is getting here. */
  cardsOf(idNumber: string): number {
    let cards = 0;
    for (const { submission, state } of this.orders.values()) {
      if (submission.holder.idNumber === idNumber && HAS_CARD.includes(state)) cards += 1;
    }
    return cards;
  }

  apply(row: CarrierRow): void {
    switch (row.t) {
      case 'batch':
        this.batches.set(row.reference, row);
        this.delivered += row.numbers.length;
        for (const number of row.numbers) {
          const { planCode, city } = row;
          this.numbers.set(number, { number, planCode, city, occupation: null, takenBy: null });
        }
        return;
      case 'occupied':
        this.onNumber(row.number, (stock) => {
          stock.occupation = { reference: row.reference, occupyId: row.occupyId, until: row.until };
        });
        return;
      case 'released':
        this.onNumber(row.number, (stock) => {
          stock.occupation = null;
        });
        return;
      case 'submitted':
        this.addOrder(row, '处理中', '', row.dueAt);
        this.onNumber(row.submission.number, (stock) => {
          stock.takenBy = row.submission.reference;
          stock.occupation = null;
        });
        return;
      case 'declined':
        this.addOrder(row, '已拒绝', row.message, null);
        return;
      case 'opened':
        this.onOrder(row.reference, (order) => {
          Object.assign(order, {
            state: '已开户',
            iccid: row.iccid,
            dueAt: null,
          } satisfies Partial<CarrierOrder>);
          this.addCallback(order, row.callback);
        });
        return;
      case 'used':
        this.onOrder(row.reference, (order) => {
          Object.assign(order, { activation: row.activation, dueAt: row.newsAt } satisfies Partial<CarrierOrder>);
        });
        return;
      case 'activated':
        this.onOrder(row.reference, (order) => {
          Object.assign(order, { state: '已激活', dueAt: null } satisfies Partial<CarrierOrder>);
          this.addCallback(order, row.callback);
        });
        return;
      case 'stopped':
        this.onOrder(row.reference, (order) => {
          order.state = row.state;
          this.addCallback(order, row.callback);
        });
        return;
      case 'refused':
        this.onOrder(row.reference, (order) => {
          Object.assign(order, { state: '已拒绝', message: row.message, dueAt: null } satisfies Partial<CarrierOrder>);
          this.freeNumberOf(order);
          this.addCallback(order, row.callback);
        });
        return;
      case 'cancelled':
        this.onOrder(row.reference, (order) => {
          // A number that was opened once stays with its order: it goes into quarantine, not back on the shelf.
          if (order.iccid === null) this.freeNumberOf(order);
          order.state = '已撤单';
          // What is on its way from the field still arrives: a card that was used is active, whatever the desk thought.
          if (!order.activation) order.dueAt = null;
        });
        return;
      case 'callback-put-off': {
        const { eventId, attempt, dueAt } = row;
        const pending = this.callbacks.get(eventId);
        if (pending) this.callbacks.set(eventId, { ...pending, attempt, dueAt });
        return;
      }
      case 'callback-answered':
        this.callbacks.delete(row.eventId);
    }
  }

  private addOrder(
    row: { readonly carrierOrderNo: string; readonly submission: Submission },
    state: CarrierState,
    message: string,
    dueAt: number | null,
  ): void {
    const { carrierOrderNo, submission } = row;
    const order = { carrierOrderNo, submission, state, message, iccid: null, activation: null, dueAt, callbacks: 0 };
    this.orders.set(submission.reference, order);
    const { idNumber } = submission.holder;
    this.ordersByHolder.set(idNumber, this.ordersOf(idNumber) + 1);
  }

  private addCallback(order: CarrierOrder, callback: Callback | null): void {
    order.callbacks += 1;
    const url = order.submission.callbackUrl;
    if (callback === null || url === null) return;
    const { eventId: id, body, dueAt, copies } = callback;
    this.callbacks.set(id, { id, body, url, copies, attempt: 0, dueAt });
  }

  private freeNumberOf(order: CarrierOrder): void {
    this.onNumber(order.submission.number, (stock) => {
      if (stock.takenBy === order.submission.reference) stock.takenBy = null;
    });
  }

  private onNumber(number: string, change: (stock: StockNumber) => void): void {
    const stock = this.numbers.get(number);
    if (!stock) throw new Error('the carrier book names a number that no batch delivered');
    change(stock);
  }

  private onOrder(reference: string, change: (order: CarrierOrder) => void): void {
    const order = this.orders.get(reference);
    if (!order) throw new Error(`the carrier book names an order it never took: ${reference}`);
    change(order);
  }
}
