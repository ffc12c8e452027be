import { ENDS, WORDS } from './codes';
import { lastCode, type Parcel, type TraceEvent, wasHandedOver } from './state';

/** Where all parcels come from. */
const WAREHOUSE_CITY = '深圳市';

export interface TraceRow {
  /** In China's time, `YYYY-MM-DD HH:mm:ss`. */
  readonly time: string;
  readonly context: string;
  readonly status: string;
  readonly statusCode: string;
  readonly areaName: string;
  /** Proof of delivery: how the one who signed stands to the recipient. */
  readonly signedBy?: string;
}

export interface Trace {
  readonly message: 'ok';
  readonly state: string;
  readonly status: '200';
  readonly ischeck: '0' | '1';
  readonly com: string;
  readonly nu: string;
  /** Newest first. */
  readonly data: readonly TraceRow[];
}

export function traceOf(parcel: Parcel): Trace {
  const { consignment, kuaidinum, trace } = parcel;
  const { city } = placeOf(consignment.recMan.printAddr);
  return {
    message: 'ok',
    state: lastCode(parcel),
    status: '200',
    ischeck: wasHandedOver(parcel) ? '1' : '0',
    com: consignment.kuaidicom,
    nu: kuaidinum,
    data: trace.map((event) => rowOf(event, city)).reverse(),
  };
}

/** What a push says: the whole trace so far, and `shutdown` once nothing more will come. */
export function pushParam(parcel: Parcel): string {
  const isOver = ENDS.includes(lastCode(parcel));
  return JSON.stringify({
    status: isOver ? 'shutdown' : 'polling',
    message: isOver ? WORDS[lastCode(parcel)] : '',
    lastResult: traceOf(parcel),
    thirdOrderId: parcel.consignment.thirdOrderId,
  });
}

function rowOf({ code, at, signedBy }: TraceEvent, destination: string): TraceRow {
  const areaName = ['101', '103', '1002', '4'].includes(code) ? WAREHOUSE_CITY : destination;
  return {
    time: chinaTime(at),
    context: `【${areaName}】${WORDS[code]}`,
    status: WORDS[code],
    statusCode: code,
    areaName,
    ...(signedBy !== null && { signedBy }),
  };
}

const chinaTime = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

/**
 * Province and city of a printed address. Where a county stands directly under its province, or the province is a city,
 * that is the city.
 */
export function placeOf(printAddr: string): { readonly province: string; readonly city: string } {
  const address = printAddr.replace(/\s+/g, '');
  const province = /^.{2,9}?(?:特别行政区|自治区|省|市)/.exec(address)?.[0] ?? '';
  const rest = address.slice(province.length);
  const city = /^[^区县旗]{1,12}?(?:自治州|地区|盟|市)/.exec(rest)?.[0];
  if (city !== undefined) return { province, city };
  return { province, city: province.endsWith('市') ? province : (/^.{2,14}?[县区旗]/.exec(rest)?.[0] ?? province) };
}
