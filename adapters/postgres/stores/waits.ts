import type { Instant, WaitId } from '../../../domain/brand';
import type { WaitHandle, WaitRecord, WaitStore } from '../../../domain/ports/stores/waits';
import { toMs } from '../../../domain/time';
import type { WaitKind, WaitThen } from '../../../domain/waits';
import { row, rows, run, type Session } from './session';

interface WaitRow {
  id: number;
  public_id: string;
  what: string;
  then_what: string;
  due_at: string;
  reminders: string[];
  reminded: number;
  closed_at: string | null;
  closed_how: string | null;
  escalated_at: string | null;
}

const COLUMNS = 'id, public_id, what, then_what, due_at, reminders, reminded, closed_at, closed_how, escalated_at';

export function waitStore(session: Session): WaitStore {
  const nowMs = toMs(session.now);

  /** The next reminder or the deadline, whichever comes first, as time left. */
  function handle(r: Pick<WaitRow, 'public_id' | 'due_at' | 'reminders' | 'reminded'>): WaitHandle {
    const moments = [r.due_at, ...r.reminders.slice(r.reminded)].map((at) => Date.parse(at));
    return { waitId: r.public_id as WaitId, dueInMs: Math.max(0, Math.min(...moments) - nowMs) };
  }

  const recordOf = (r: WaitRow): WaitRecord & { open: boolean } => ({
    ...handle(r),
    row: r.id,
    what: r.what as WaitKind,
    then: r.then_what as WaitThen,
    dueAt: r.due_at as Instant,
    remindedTimes: r.reminded,
    nextReminderAt: (r.reminders[r.reminded] ?? null) as Instant | null,
    escalated: r.escalated_at !== null,
    closedHow: r.closed_how,
    open: r.closed_at === null,
  });

  return {
    async open(input) {
      const subject = [input.subject.kind, input.subject.row, input.what];
      const opened = await row<WaitRow>(
        session,
        `insert into waits (public_id, subject_kind, subject_id, what, workflow_id, owner_kind, owner_id, opened_at, due_at, reminders,
           then_what, detail)
         values ($4, $1, $2, $3, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (subject_kind, subject_id, what) where closed_at is null do nothing returning ${COLUMNS}`,
        [
          ...subject,
          session.ids.next('wai'),
          input.workflowId,
          input.owner,
          input.ownerId,
          session.now,
          input.dueAt,
          input.reminders,
          input.then,
          JSON.stringify(input.detail),
        ],
      );
      if (opened) return handle(opened);
      const known = await row<WaitRow>(
        session,
        `select ${COLUMNS} from waits where subject_kind = $1 and subject_id = $2 and what = $3 and closed_at is null`,
        subject,
      );
      if (!known) throw new Error('a wait was closed while it was opened');
      return handle(known);
    },
    async lock(id) {
      const found = await row<WaitRow>(session, `select ${COLUMNS} from waits where public_id = $1 for update`, [id]);
      return found && recordOf(found);
    },
    async isOf(wait, subject) {
      const found = await row<{ id: number }>(
        session,
        'select id from waits where id = $1 and subject_kind = $2 and subject_id = $3',
        [wait.row, subject.kind, subject.row],
      );
      return found !== null;
    },
    async openOf(subject) {
      const found = await rows<WaitRow>(
        session,
        `select ${COLUMNS} from waits where subject_kind = $1 and subject_id = $2 and closed_at is null for update`,
        [subject.kind, subject.row],
      );
      return found.map(recordOf);
    },
    async close(subject, what, how) {
      return run(
        session,
        `update waits set closed_at = $3, closed_how = $4
         where subject_kind = $1 and subject_id = $2 and closed_at is null and ($5::text is null or what = $5)`,
        [subject.kind, subject.row, session.now, how, what === 'all' ? null : what],
      );
    },
    async reminded(wait) {
      const saved = await row<WaitRow>(
        session,
        `update waits set reminded = (select count(*) from unnest(reminders) as r (at) where r.at <= $2) where id = $1 returning ${COLUMNS}`,
        [wait.row, session.now],
      );
      if (!saved) throw new Error(`wait ${wait.waitId} is gone`);
      return handle(saved);
    },
    async extend(wait, dueAt, escalated) {
      const saved = await row<WaitRow>(
        session,
        `update waits set due_at = $2, escalated_at = case when $3 then coalesce(escalated_at, $4::timestamptz) else escalated_at end
         where id = $1 returning ${COLUMNS}`,
        [wait.row, dueAt, escalated, session.now],
      );
      if (!saved) throw new Error(`wait ${wait.waitId} is gone`);
      return handle(saved);
    },
  };
}
