import type { Pending } from '../../deliveries';
import { type Code, SIGNED } from './codes';
import type { Consignment, CourierRow, Next, Push, Stall } from './rows';

export interface TraceEvent {
  readonly code: Code;
  readonly at: number;
  /** How the one who signed stands to the recipient; no name. */
  readonly signedBy: string | null;
}

export interface Parcel {
  readonly consignment: Consignment;
  readonly taskId: string;
  readonly orderId: string;
  readonly kuaidinum: string;
  /** The how-manieth parcel to this phone it is, from 1. */
  readonly nth: number;
  /** Oldest first; never empty. */
  readonly trace: TraceEvent[];
  next: Next | null;
  stalled: Stall | null;
  /** What the courier said when it was asked for it. */
  inquiry: 'accepted' | 'lost' | null;
  isIntercepted: boolean;
  pushes: number;
}

export interface PendingPush extends Pending {
  readonly param: string;
  readonly url: string;
  readonly salt: string;
}

export const lastCode = ({ trace }: Parcel): Code => trace.at(-1)?.code ?? '101';

/** Somebody at the address has it. */
export const wasHandedOver = (parcel: Parcel): boolean => SIGNED.includes(lastCode(parcel));

/** The courier's memory: what its book says, row after row. */
export class CourierMemory {
  /** By the reference of whoever ordered. */
  readonly parcels = new Map<string, Parcel>();
  readonly byWaybill = new Map<string, Parcel>();
  readonly pushes = new Map<string, PendingPush>();
  private readonly parcelsByPhone = new Map<string, number>();

  /** Parcels that were ever ordered to this phone. */
  parcelsFor(phone: string): number {
    return this.parcelsByPhone.get(phone) ?? 0;
  }

  apply(row: CourierRow): void {
    switch (row.t) {
      case 'ordered': {
        const { consignment, taskId, orderId, kuaidinum, next, at } = row;
        const phone = consignment.recMan.mobile;
        const nth = this.parcelsFor(phone) + 1;
        this.parcelsByPhone.set(phone, nth);
        const parcel: Parcel = {
          ...{ consignment, taskId, orderId, kuaidinum, nth, next },
          trace: [{ code: '101', at, signedBy: null }],
          stalled: null,
          inquiry: null,
          isIntercepted: false,
          pushes: 0,
        };
        this.parcels.set(consignment.thirdOrderId, parcel);
        this.byWaybill.set(kuaidinum, parcel);
        return;
      }
      case 'moved':
        this.onParcel(row.reference, (parcel) => {
          parcel.trace.push({ code: row.code, at: row.at, signedBy: row.signedBy });
          parcel.next = row.next;
          this.addPush(parcel, row.push);
        });
        return;
      case 'stalled':
        this.onParcel(row.reference, (parcel) => {
          Object.assign(parcel, { stalled: row.how, next: null } satisfies Partial<Parcel>);
        });
        return;
      case 'inquired':
        this.onParcel(row.reference, (parcel) => {
          parcel.inquiry = row.result;
          if (row.result === 'lost') {
            Object.assign(parcel, { stalled: 'lost', next: null } satisfies Partial<Parcel>);
          } else if (row.next) {
            Object.assign(parcel, { stalled: null, next: row.next } satisfies Partial<Parcel>);
          }
        });
        return;
      case 'intercepted':
        this.onParcel(row.reference, (parcel) => {
          const turned = { isIntercepted: true, stalled: null, next: row.next };
          Object.assign(parcel, turned satisfies Partial<Parcel>);
        });
        return;
      case 'push-put-off': {
        const { pushId, attempt, dueAt } = row;
        const pending = this.pushes.get(pushId);
        if (pending) this.pushes.set(pushId, { ...pending, attempt, dueAt });
        return;
      }
      case 'push-answered':
        this.pushes.delete(row.pushId);
    }
  }

  private addPush(parcel: Parcel, { pushId: id, param, dueAt, copies }: Push): void {
    parcel.pushes += 1;
    const { callBackUrl: url, salt } = parcel.consignment;
    this.pushes.set(id, { id, param, url, salt, copies, attempt: 0, dueAt });
  }

  private onParcel(reference: string, change: (parcel: Parcel) => void): void {
    const parcel = this.parcels.get(reference);
    if (!parcel) throw new Error(`the courier book names a parcel it never took: ${reference}`);
    change(parcel);
  }
}
