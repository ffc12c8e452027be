import { expectStatus, pause, type World } from './world';

export interface Quiet {
  readonly quiet: boolean;
  readonly blockers: readonly string[];
  readonly next: { readonly at: string; readonly what: string } | null;
  readonly businessNow: string;
}

/** After this long without quiet the run fails and says what is not. */
const QUIET_WITHIN_MS = 120_000;
const LOOK_EVERY_MS = 60;
/** A story that needs more jumps than this runs in circles. */
const MAX_JUMPS = 600;

/** `fetch` says only that it failed; what it met is its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

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
  let last: unknown;
  for (;;) {
    const seen = await look(world).catch((error: unknown) => {
      last = error;
      return null;
    });
    inARow = seen?.ours.quiet === true && seen.theirs.quiet ? inARow + 1 : 0;
    if (seen && inARow >= 2) return seen;
    if (Date.now() > deadline) {
      const blockers = seen ? [...seen.ours.blockers, ...seen.theirs.blockers] : [`no answer: ${reasonOf(last)}`];
      throw new Error(`not quiet after ${String(QUIET_WITHIN_MS / 1000)} s: ${blockers.join('; ')}`);
    }
    await pause(LOOK_EVERY_MS);
  }
}

/** Sets both clocks; the sandbox follows ours by the same offset. */
export async function setClocks(world: World, to: string): Promise<void> {
  if (!(await moveClocks(world, to))) throw new Error(`${to} has passed`);
}

/** False where the moment has passed by itself meanwhile. */
async function moveClocks(world: World, to: string): Promise<boolean> {
  const answer = await world.call<{ offsetMs: number; code?: string }>(`${world.api}/sandbox/clock`, { to });
  if (answer.body.code === 'ClockInvalid') return false;
  const moved = expectStatus(answer, 200, 'clock');
  expectStatus(
    await world.call(`${world.sandbox}/control/clock`, { offsetMs: Math.round(moved.offsetMs) }),
    200,
    'sandbox clock',
  );
  return true;
}

/** One jump to the earliest of our waits, the sandbox's events and what stories wait for; false where nothing is left. */
async function jump(
  world: World,
  { ours, theirs }: { ours: Quiet; theirs: Quiet },
  wanted: readonly (string | undefined)[],
): Promise<boolean> {
  const moments = [ours.next?.at, theirs.next?.at, ...wanted].filter((at): at is string => at !== undefined).sort();
  const earliest = moments[0];
  if (earliest === undefined) return false;
  // A moment that is past by now (time has gone on meanwhile) needs no jump, only another look.
  const moved = earliest > ours.businessNow && (await moveClocks(world, earliest));
  if (!moved) await pause(LOOK_EVERY_MS);
  return true;
}

/** What of ours comes next while all is quiet, where it comes before anything of the partners'. */
export async function nextOfOurs(world: World): Promise<{ readonly at: string; readonly what: string } | null> {
  const { ours, theirs } = await look(world);
  return ours.next && (theirs.next === null || ours.next.at <= theirs.next.at) ? ours.next : null;
}

/** One look at what the product says is under way and comes next. */
export async function quietOfOurs(world: World): Promise<Quiet> {
  return expectStatus(await world.call<Quiet>(`${world.api}/sandbox/quiet`), 200, 'quiet');
}

/** The product's own view of the time. */
export async function businessNow(world: World): Promise<string> {
  return (await look(world)).ours.businessNow;
}

/**
 * Jumps from event to event until `done` says so. Time is never scaled: all is quiet, then the earliest of our waits
 * and the sandbox's events, then quiet again. In a caravan the clocks move only when all its stories wait for it.
 */
export async function travelUntil(world: World, done: () => Promise<boolean>): Promise<void> {
  return (world.caravan ?? new Caravan(world, 1)).until(done);
}

/** Jumps from event to event for so many days. */
export async function travelDays(world: World, days: number): Promise<void> {
  if (days > 0) await travelTo(world, new Date(Date.parse(await businessNow(world)) + days * 86_400_000).toISOString());
}

/** Jumps from event to event until this moment. */
export async function travelTo(world: World, at: string): Promise<void> {
  return (world.caravan ?? new Caravan(world, 1)).until(async () => (await businessNow(world)) >= at, at);
}

interface Waiting {
  readonly done: () => Promise<boolean>;
  /** A moment of its own to jump to, where it does not wait for an event. */
  readonly at: string | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Stories told side by side: they share the weeks between their events, and nobody's clock moves while one of them acts. */
export class Caravan {
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly world: World,
    private travellers: number,
  ) {}

  until(done: () => Promise<boolean>, at?: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.add({ done, at, resolve, reject });
      this.goOn();
    });
  }

  /** One story has ended; the others wait for it no longer. */
  leave(): void {
    this.travellers -= 1;
    this.goOn();
  }

  private goOn(): void {
    if (this.waiting.size === 0 || this.waiting.size < this.travellers) return;
    this.travel().catch((error: unknown) => {
      for (const one of [...this.waiting]) this.end(one, error);
    });
  }

  /** Until the first of those who wait has what it waits for: only stories that all stand still are moved. */
  private async travel(): Promise<void> {
    for (let jumps = 0; jumps < MAX_JUMPS; jumps += 1) {
      const seen = await untilQuiet(this.world);
      const verdicts = await Promise.allSettled(
        [...this.waiting].map(async (one) => ({ one, isDone: await one.done() })),
      );
      const arrived = verdicts.flatMap((v) => (v.status === 'fulfilled' && v.value.isDone ? [v.value.one] : []));
      const failed = [...this.waiting].flatMap((one, at) => {
        const verdict = verdicts[at];
        return verdict?.status === 'rejected' ? [{ one, reason: verdict.reason as unknown }] : [];
      });
      for (const { one, reason } of failed) this.end(one, reason);
      for (const one of arrived) this.end(one);
      if (arrived.length + failed.length > 0) return;
      const moments = [...this.waiting].map(({ at }) => at);
      if (!(await jump(this.world, seen, moments)))
        throw new Error('nothing is left that could happen, and the story has not ended');
    }
    throw new Error(`not ended after ${String(MAX_JUMPS)} jumps`);
  }

  private end(one: Waiting, error?: unknown): void {
    this.waiting.delete(one);
    if (error === undefined) one.resolve();
    else one.reject(error);
  }
}
