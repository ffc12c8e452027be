import { expectStatus, pause, type World } from './world';

interface Quiet {
  readonly quiet: boolean;
  readonly blockers: readonly string[];
  readonly next: { readonly at: string; readonly what: string } | null;
  readonly businessNow: string;
}

/** After this long without quiet the run fails and says what is not. */
const QUIET_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 60;
/** A story that needs more jumps than this runs in circles. */
const MAX_JUMPS = 120;

async function look(world: World): Promise<{ ours: Quiet; theirs: Quiet }> {
  const [ours, theirs] = await Promise.all([
    world.call<Quiet>(`${world.api}/sandbox/quiet`),
    world.call<Quiet>(`${world.sandbox}/control/quiet`),
  ]);
  return { ours: expectStatus(ours, 200, 'quiet'), theirs: expectStatus(theirs, 200, 'sandbox quiet') };
}

/**
 * Waits until nothing is under way on either side. Both are asked twice in a row: what the one has just sent is then
 * seen by the other.
 */
export async function untilQuiet(world: World): Promise<{ ours: Quiet; theirs: Quiet }> {
  const deadline = Date.now() + QUIET_WITHIN_MS;
  let inARow = 0;
  for (;;) {
    const seen = await look(world).catch(() => null);
    inARow = seen?.ours.quiet === true && seen.theirs.quiet ? inARow + 1 : 0;
    if (seen && inARow >= 2) return seen;
    if (Date.now() > deadline) {
      const blockers = seen ? [...seen.ours.blockers, ...seen.theirs.blockers] : ['no answer'];
      throw new Error(`not quiet after ${String(QUIET_WITHIN_MS / 1000)} s: ${blockers.join('; ')}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Sets both clocks; the sandbox follows ours by the same offset. */
export async function setClocks(world: World, to: string): Promise<void> {
  const moved = expectStatus(
    await world.call<{ offsetMs: number }>(`${world.api}/sandbox/clock`, { to }),
    200,
    'clock',
  );
  expectStatus(
    await world.call(`${world.sandbox}/control/clock`, { offsetMs: Math.round(moved.offsetMs) }),
    200,
    'sandbox clock',
  );
}

/**
 * Jumps from event to event until `done` says so. Time is never scaled: all is quiet, then the earliest of our waits
 * and the sandbox's events, then quiet again.
 */
export async function travelUntil(world: World, done: () => Promise<boolean>): Promise<number> {
  for (let jumps = 0; jumps < MAX_JUMPS; jumps += 1) {
    const { ours, theirs } = await untilQuiet(world);
    if (await done()) return jumps;
    const moments = [ours.next?.at, theirs.next?.at].filter((at): at is string => at !== undefined).sort();
    const earliest = moments[0];
    if (earliest === undefined) throw new Error('nothing is left that could happen, and the story has not ended');
    // A moment that is past by now (time has gone on meanwhile) needs no jump, only another look.
    if (earliest > ours.businessNow) await setClocks(world, earliest);
    else await pause(LOOK_EVERY_MS);
  }
  throw new Error(`not ended after ${String(MAX_JUMPS)} jumps`);
}
