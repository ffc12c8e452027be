import { setTimeout as pause } from 'node:timers/promises';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';
import type { Pool } from 'pg';
import { until } from '../until';
import type { Crew } from './workers';

/** A wait is skipped to once it has stood for a few looks: its timer starts a little later than its row is there. */
const LOOKS = 6;
const EVERY_MS = 15;

/**
 * Skips from one moment of the open waits to the next, as a clock jump does, until all these workflows are over.
 * Nothing is skipped while an activity runs. `skip` moves time to a moment of business time and returns once it is there.
 */
export async function untilOver(
  world: { readonly pool: Pool },
  client: Client,
  workflowIds: readonly string[],
  crew: Pick<Crew, 'begun'>,
  skip: (atMs: number) => Promise<void>,
): Promise<unknown[]> {
  const handles = workflowIds.map((id) => client.workflow.getHandle(id));
  await until('the start', async () => {
    const started = await Promise.all(handles.map((handle) => handle.describe().catch(() => null)));
    return started.every((one) => one !== null);
  });
  const state = { isOver: false };
  const over = (): void => {
    state.isOver = true;
  };
  const results = Promise.all(handles.map((handle) => handle.result() as Promise<unknown>));
  results.then(over, over);
  let seen = '';
  for (let looks = 0; !state.isOver; looks += 1) {
    await pause(EVERY_MS);
    const begun = crew.begun();
    const next = begun === null ? null : await nextMoment(world.pool, workflowIds);
    const mark = next ? `${next.mark}:${String(crew.begun())}:${String(begun)}` : '';
    if (mark !== seen) looks = 0;
    seen = mark;
    if (!next || looks < LOOKS) continue;
    await untilQuiet(world, client, crew, [next.workflowId]);
    await skip(next.atMs);
    looks = -5 * LOOKS;
  }
  return results;
}

/**
 * Until no news is on its way and these workflows, or all that wait for something, have no task in hand. The skipping server loses a workflow task for good
 * whose completion cancels a timer that fired meanwhile (temporalio/sdk-java, issues 2606 and 3088), and with it
 * whatever skips time after that: so nothing is skipped before then.
 */
export async function untilQuiet(
  world: { readonly pool: Pool },
  client: Client,
  crew: Pick<Crew, 'begun'>,
  workflowIds: readonly string[] | null = null,
): Promise<void> {
  await until('every workflow to have no task in hand', async () => {
    if (crew.begun() === null) return false;
    const { rows } = await world.pool.query<{ news: boolean; workflows: readonly string[] }>(
      `select exists (select 1 from facts where dispatched_at is null)
           or exists (select 1 from outbox where done_at is null and attempts = 0) as news,
         array(select distinct workflow_id from waits where closed_at is null) as workflows`,
    );
    const [row] = rows;
    if (!row || row.news) return false;
    const quiet = await Promise.all((workflowIds ?? row.workflows).map((id) => hasNoTask(client, id)));
    return quiet.every(Boolean);
  });
}

/** Whether the last workflow task of a history is done; a workflow that nobody started has none. */
async function hasNoTask(client: Client, workflowId: string): Promise<boolean> {
  const { events } = await client.workflow
    .getHandle(workflowId)
    .fetchHistory()
    .catch((error: unknown) => {
      if (error instanceof WorkflowNotFoundError) return { events: [] };
      throw error;
    });
  return isWhole(events ?? []);
}

/** Whether no workflow task of these events is scheduled or started and not yet done. */
export function isWhole(events: readonly temporal.api.history.v1.IHistoryEvent[]): boolean {
  const last = events.findLast(
    (event) =>
      event.workflowTaskScheduledEventAttributes ??
      event.workflowTaskStartedEventAttributes ??
      event.workflowTaskCompletedEventAttributes ??
      event.workflowTaskFailedEventAttributes ??
      event.workflowTaskTimedOutEventAttributes,
  );
  return !last?.workflowTaskScheduledEventAttributes && !last?.workflowTaskStartedEventAttributes;
}

/**
 * The earliest moment of the open waits of these workflows; null while a step of theirs runs, or a fact is still to be
 * delivered. News that was delivered a moment ago makes another mark: the story gets the time to hear of it.
 */
async function nextMoment(
  pool: Pool,
  workflowIds: readonly string[],
): Promise<{ readonly mark: string; readonly atMs: number; readonly workflowId: string } | null> {
  const found = await pool.query<{ workflow_id: string; mark: string; at: string; news: number; told: number }>(
    `select w.workflow_id, w.public_id || ':' || w.reminded || ':' || w.due_at as mark, least(w.due_at, coalesce(w.reminders[w.reminded + 1], w.due_at)) as at,
       (select count(*)::int from facts where dispatched_at is null) as news, (select count(*)::int from facts) as told
     from waits w where w.closed_at is null and w.then_what <> 'stay-overdue' and w.workflow_id = any($1) order by at limit 1`,
    [workflowIds],
  );
  const row = found.rows[0];
  if (row?.news !== 0) return null;
  return { mark: `${row.mark}:${String(row.told)}`, atMs: Date.parse(row.at), workflowId: row.workflow_id };
}
