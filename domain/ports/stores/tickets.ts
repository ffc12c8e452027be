import type { Instant, OrderId, PartyId, PurchaseId, TicketEventId, TicketId, UserId } from '../../brand';
import type { TicketKind, TicketOutcome, TicketPriority, TicketSkill, TicketSource, TicketState } from '../../ticket';
import type { TicketActor, TicketEvent } from '../../ticket-events';
import type { Colleague } from '../../ticket-routing';
import type { Role } from '../../stages';
import type { Rung, ToldPromise } from '../../ticket-ladder';
import type { ClockHours } from '../../working-time';
import type { Json, Row } from './row';

export interface TicketRecord {
  readonly row: Row;
  readonly id: TicketId;
  readonly orderRow: Row;
  readonly orderId: OrderId;
  readonly attempt: number;
  readonly purchaseRow: Row;
  readonly purchaseId: PurchaseId;
  readonly partyId: PartyId;
  readonly kind: TicketKind;
  readonly source: TicketSource;
  readonly priority: TicketPriority;
  readonly tags: readonly string[];
  readonly skill: TicketSkill;
  readonly state: TicketState;
  readonly assignee: UserId | null;
  /** When the assignee got it; null once they did something with it. */
  readonly givenAt: Instant | null;
  /** Who let it lie in this round. */
  readonly silent: readonly UserId[];
  readonly round: number;
  readonly facts: Json;
  readonly openedAt: Instant;
  /** Of the last change; while it waits for the customer, since when. */
  readonly updatedAt: Instant;
  readonly alarmAt: Instant | null;
  readonly escalatedAt: Instant | null;
  readonly closedAt: Instant | null;
  readonly outcome: TicketOutcome | null;
  readonly version: number;
}

/** Words as they are kept: sealed for the holder under this event's id. */
export interface SealedWords {
  readonly eventId: TicketEventId;
  readonly sealed: Uint8Array;
}

export interface SlaClock {
  readonly kind: 'first' | 'resolve';
  readonly hours: ClockHours;
  readonly dueAt: Instant;
  /** Counted ms left when it was stopped; null while it runs. */
  readonly leftMs: number | null;
  readonly metAt: Instant | null;
  readonly missedAt: Instant | null;
  /** How many rungs of the ladder have been told. */
  readonly rungs: number;
}

export interface TicketStore {
  /** Null where an open ticket of this order and kind is there already. */
  insert: (ticket: {
    orderRow: Row;
    purchaseRow: Row;
    kind: TicketKind;
    source: TicketSource;
    priority: TicketPriority;
    tags: readonly string[];
    skill: TicketSkill;
    state: 'acting' | 'open';
    facts: Json;
  }) => Promise<TicketRecord | null>;
  /** The ticket that this reason opened before. */
  byKey: (dedupeKey: string) => Promise<TicketId | null>;
  bindKey: (ticket: TicketRecord, dedupeKey: string) => Promise<void>;
  lock: (id: TicketId) => Promise<TicketRecord | null>;
  lockOpen: (orderRow: Row, kind: TicketKind) => Promise<TicketRecord | null>;
  /** Open ones that nobody has, or that this person has; locked. */
  unassigned: (skill: TicketSkill) => Promise<readonly TicketRecord[]>;
  inHandOf: (user: UserId) => Promise<readonly TicketRecord[]>;
  /** Counts the version up and tells whoever looks. */
  save: (
    ticket: TicketRecord,
    change: Partial<
      Pick<
        TicketRecord,
        | 'state'
        | 'priority'
        | 'tags'
        | 'assignee'
        | 'givenAt'
        | 'silent'
        | 'round'
        | 'facts'
        | 'alarmAt'
        | 'escalatedAt'
        | 'closedAt'
        | 'outcome'
      >
    >,
  ) => Promise<TicketRecord>;
  append: (ticket: TicketRecord, event: TicketEvent, actor: TicketActor, words?: SealedWords) => Promise<void>;
  /** Of this round. */
  clocks: (ticket: TicketRecord) => Promise<readonly SlaClock[]>;
  startClock: (ticket: TicketRecord, kind: SlaClock['kind'], hours: ClockHours, dueAt: Instant) => Promise<void>;
  /** Writes what changed of a clock of this round. */
  setClock: (
    ticket: TicketRecord,
    kind: SlaClock['kind'],
    change: Partial<Pick<SlaClock, 'dueAt' | 'leftMs' | 'metAt' | 'missedAt' | 'rungs'>>,
  ) => Promise<void>;
  /** Who was told of this promise in this round. */
  toldOf: (ticket: TicketRecord, promise: ToldPromise) => Promise<readonly UserId[]>;
  /** Once a person and promise; telling again changes nothing. */
  tell: (ticket: TicketRecord, promise: ToldPromise, rung: Rung, users: readonly UserId[]) => Promise<void>;
}

/** Who is on duty, by their own switch. */
export interface DutyStore {
  /** Everybody who ever was on duty and whose account is open. */
  people: () => Promise<readonly Colleague[]>;
  /** Everybody with this role whose account is open, on duty or never. */
  holders: (role: Role) => Promise<readonly { readonly userId: UserId; readonly onDuty: boolean }[]>;
  set: (user: UserId, onDuty: boolean) => Promise<void>;
  isOn: (user: UserId) => Promise<boolean>;
  /** Did something: no longer silent. True where that changed something. */
  acted: (user: UserId) => Promise<boolean>;
  silent: (user: UserId) => Promise<void>;
}
