import type { FastifyBaseLogger } from 'fastify';

import type { Agenda } from '../../agenda';
import type { CallFacts, Faults } from '../../control/faults';
import type { Code } from './codes';
import { type Ledger, planFrom, record } from './desk';
import { AFTER, atTheDoor } from './journey';
import type { PushDelivery } from './pushes';
import type { Next, Push } from './rows';
import { type Parcel, wasHandedOver } from './state';
import { placeOf, pushParam } from './trace';

/** A parcel that somebody at its address has taken. */
export interface HandedOver {
  readonly waybill: string;
  /** The how-manieth parcel to this phone it is, from 1. */
  readonly nth: number;
  readonly iccid: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  /** Business time, milliseconds since 1970. */
  readonly at: number;
  readonly by: 'self' | 'other' | 'locker';
}

/** A push that follows another overtakes it by so much. */
const OVERTAKEN_BY_MS = 1_000;
/** How often `answer-twice` delivers a push: this service is known to repeat itself. */
const COPIES = 5;

const BY: Readonly<Partial<Record<Code, HandedOver['by']>>> = { '301': 'self', '303': 'other', '304': 'locker' };

/** What happens to parcels on their way, and who is told. */
export class ParcelLife {
  constructor(
    private readonly ledger: Ledger,
    private readonly agenda: Agenda,
    private readonly faults: Faults,
    private readonly deliveries: PushDelivery,
    /** Tells the people at the address; telling them again is harmless. */
    private readonly hand: (parcel: HandedOver) => Promise<void>,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** Enters everything the book says is still to be done, and tells the people what they have. */
  async resume(): Promise<void> {
    for (const parcel of this.ledger.memory.parcels.values()) {
      this.enter(parcel);
      // The courier may have been killed between writing down who signed and handing it over.
      if (wasHandedOver(parcel)) await this.handOver(parcel);
    }
    this.deliveries.resume();
  }

  /** Enters what happens next to this parcel; nothing where it came to an end or lies somewhere. */
  enter(parcel: Parcel): void {
    const reference = parcel.consignment.thirdOrderId;
    const key = `kuaidi100:${reference}`;
    const { next } = parcel;
    if (next) this.agenda.set(key, next.at, `courier's ${next.stage} of ${reference}`, () => this.step(parcel, next));
    else this.agenda.drop(key);
  }

  private async step(parcel: Parcel, due: Next): Promise<void> {
    const { memory, book, clock } = this.ledger;
    const reference = parcel.consignment.thirdOrderId;
    const door = this.ledger.doorOf(parcel.consignment.recMan.mobile);
    if (due.stage === 'line' && parcel.inquiry === null && (door === 'stuck' || door === 'lost')) {
      record(this.ledger, { t: 'stalled', reference, how: door, at: clock.now() });
      await book.synced();
      return;
    }
    const { code, then, signedBy } = due.stage === 'door' ? atTheDoor(door) : { ...AFTER[due.stage], signedBy: null };
    const next = then && planFrom(this.ledger, then, parcel);
    const trouble = await this.pushTrouble(parcel, next);
    // Somebody may have turned it round, or found it lost, while the faults were looked up.
    if (parcel.next !== due) return;

    const at = clock.now();
    const trace = [...parcel.trace, { code, at, signedBy }];
    const push: Push = {
      pushId: `${reference}-${String(parcel.pushes + 1)}`,
      param: pushParam({ ...parcel, trace }),
      dueAt: at + trouble.lateMs,
      copies: trouble.copies,
    };
    record(this.ledger, { t: 'moved', reference, code, signedBy, next, push, at });
    await book.synced();
    this.log.info({ reference, code }, 'a parcel moved');
    const now = memory.parcels.get(reference) ?? parcel;
    this.enter(now);
    if (wasHandedOver(now)) await this.handOver(now);
    this.deliveries.resume();
  }

  private async handOver(parcel: Parcel): Promise<void> {
    const { consignment, kuaidinum, nth, trace } = parcel;
    const last = trace.at(-1);
    const by = last && BY[last.code];
    if (!by) return;
    const place = placeOf(consignment.recMan.printAddr);
    const { iccid, recMan } = consignment;
    await this.hand({ waybill: kuaidinum, nth, iccid, phone: recMan.mobile, ...place, at: last.at, by });
  }

  private async pushTrouble(parcel: Parcel, next: Next | null): Promise<{ copies: number; lateMs: number }> {
    const about = { ...factsOf(parcel), command: 'push' };
    const repeated = await this.faults.take('courier', ['answer-twice'], about);
    const late = await this.faults.take('courier', ['answer-late'], about);
    // The last push has none after it that could overtake it.
    const overtaken = next && (await this.faults.take('courier', ['out-of-order'], about));
    const lateMs = late ? (late.delayMs ?? 60_000) : 0;
    const behindMs = overtaken ? next.at - this.ledger.clock.now() + OVERTAKEN_BY_MS : 0;
    return { copies: repeated ? COPIES : 1, lateMs: Math.max(lateMs, behindMs) };
  }
}

export function factsOf(parcel: Parcel): Omit<CallFacts, 'command'> {
  const { thirdOrderId, recMan } = parcel.consignment;
  return { reference: thirdOrderId, number: parcel.kuaidinum, phone: recMan.mobile };
}
