import { type Instant, instant } from '../../../domain/brand';
import type { CourierEvent, CourierPort } from '../../../domain/ports/courier';

interface TwinParcel {
  readonly waybill: string;
  readonly company: string;
  readonly events: CourierEvent[];
  inquiries: string[];
  isTurned: boolean;
}

export interface CourierTwin extends CourierPort {
  /** Refuses to answer while true; nothing happens then. */
  down: boolean;
  /** Acts, and loses so many of the next replies. */
  losesReplies: number;
  /** So many of the next dispatches are refused. */
  refuses: number;
  /** Called while a parcel is newly taken, by our reference; a twin that "delivers at once" tells the news here. */
  onDispatch: ((reference: string) => Promise<void>) | null;
  /** What inquiries are answered with from now on. */
  says: 'accepted' | 'lost' | 'refused';
  /** By our reference of the dispatch, or by waybill for parcels that a test put there. */
  readonly parcels: ReadonlyMap<string, Readonly<TwinParcel>>;
  /** A parcel that is there already. */
  readonly put: (waybill: string) => void;
  /** One more line of the trace; business time. */
  readonly tell: (waybill: string, code: string, at: Instant | string, area?: string) => void;
}

/** Keeps a book of parcels: the same reference gets the same parcel, an outage leaves none. */
export function courierTwin(): CourierTwin {
  const parcels = new Map<string, TwinParcel>();
  const silence = { kind: 'unknown', why: 'no answer' } as const;
  const byWaybill = (waybill: string): TwinParcel | undefined =>
    [...parcels.values()].find((parcel) => parcel.waybill === waybill);
  const open = (reference: string, waybill: string): TwinParcel => {
    const parcel = { waybill, company: 'shunfeng', events: [], inquiries: [], isTurned: false };
    parcels.set(reference, parcel);
    return parcel;
  };
  const twin: CourierTwin = {
    down: false,
    losesReplies: 0,
    refuses: 0,
    onDispatch: null,
    says: 'accepted',
    parcels,
    put: (waybill) => {
      open(waybill, waybill);
    },
    tell: (waybill, code, at, area) => {
      byWaybill(waybill)?.events.push({ code, at: instant(at), area: area ?? null });
    },
    async dispatch({ reference }) {
      await Promise.resolve();
      if (twin.down) return silence;
      if (twin.refuses > 0) {
        twin.refuses -= 1;
        return { kind: 'refused', text: '该地址暂不支持派送' };
      }
      const isNew = !parcels.has(reference);
      const known = parcels.get(reference) ?? open(reference, `SF${reference}`);
      if (isNew) await twin.onDispatch?.(reference);
      if (twin.losesReplies > 0) {
        twin.losesReplies -= 1;
        return silence;
      }
      return { kind: 'done', waybill: known.waybill, company: known.company };
    },
    async find(reference) {
      await Promise.resolve();
      if (twin.down) return silence;
      const known = parcels.get(reference);
      return known ? { kind: 'found', waybill: known.waybill, company: known.company } : { kind: 'absent' };
    },
    async track({ waybill }) {
      await Promise.resolve();
      if (twin.down) return silence;
      const known = byWaybill(waybill);
      return known ? { kind: 'found', events: [...known.events] } : { kind: 'absent' };
    },
    async intercept({ reference, waybill }) {
      await Promise.resolve();
      if (twin.down) return silence;
      const known = parcels.get(reference);
      if (known?.waybill !== waybill) return { kind: 'refused', text: '运单号与订单不符' };
      if (!known.isTurned && known.events.at(-1)?.code === '5') return { kind: 'refused', text: '快件已派送,无法拦截' };
      known.isTurned = true;
      if (twin.losesReplies > 0) {
        twin.losesReplies -= 1;
        return silence;
      }
      return { kind: 'done' };
    },
    async inquire({ reference, waybill }) {
      await Promise.resolve();
      if (twin.down) return silence;
      const known = byWaybill(waybill);
      if (!known || twin.says === 'refused') return { kind: 'refused', text: '运单不存在' };
      if (!known.inquiries.includes(reference)) known.inquiries.push(reference);
      return { kind: 'done', result: twin.says };
    },
  };
  return twin;
}
