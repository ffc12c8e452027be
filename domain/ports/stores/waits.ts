import type { Instant, WaitId } from '../../brand';
import type { AnyWaitOwner } from '../../stages';
import type { WaitKind, WaitThen } from '../../waits';
import type { Json, Row } from './row';

/** Whatever waits; rows of different kinds may have the same key. */
export interface WaitSubject {
  readonly kind: 'order' | 'review' | 'ticket' | 'payout' | 'commission';
  readonly row: Row;
}

export interface WaitHandle {
  readonly waitId: WaitId;
  /** Business ms until the next reminder or the deadline, whichever is first; never negative. */
  readonly dueInMs: number;
}

export interface WaitRecord extends WaitHandle {
  readonly row: Row;
  readonly what: WaitKind;
  readonly then: WaitThen;
  readonly dueAt: Instant;
  readonly remindedTimes: number;
  readonly nextReminderAt: Instant | null;
  /** Its first deadline was missed, and somebody above was told. */
  readonly escalated: boolean;
  readonly closedHow: string | null;
}

export interface WaitStore {
  /** Opens the wait, or returns the open one of the same subject and kind unchanged. */
  open: (input: {
    subject: WaitSubject;
    workflowId: string;
    what: WaitKind;
    owner: AnyWaitOwner;
    ownerId: string | null;
    dueAt: Instant;
    reminders: readonly Instant[];
    then: WaitThen;
    detail: Json;
  }) => Promise<WaitHandle>;
  isOf: (wait: WaitRecord, subject: WaitSubject) => Promise<boolean>;
  lock: (id: WaitId) => Promise<(WaitRecord & { readonly open: boolean }) | null>;
  openOf: (subject: WaitSubject) => Promise<readonly WaitRecord[]>;
  close: (subject: WaitSubject, what: WaitKind | 'all', how: string) => Promise<number>;
  /** Counts one reminder as sent and returns the time left to the next moment of this wait. */
  reminded: (wait: WaitRecord) => Promise<WaitHandle>;
  extend: (wait: WaitRecord, dueAt: Instant, escalated: boolean) => Promise<WaitHandle>;
}
