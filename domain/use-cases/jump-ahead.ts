import type { PartnersTimePort } from '../ports/partners-time';
import type { JumpPort, SandboxPort } from '../ports/use-cases';

/** Looks until all is quiet before the answer is that something is still under way. */
const LOOKS = 150;
const BETWEEN_MS = 150;

/**
 * One jump of the sandbox's time: once nothing is under way here or at the partners, both clocks go to the earliest
 * moment at which anything happens. Time is never scaled, so nothing between is skipped.
 */
export function jumpAhead(ports: {
  readonly time: SandboxPort;
  readonly partners: PartnersTimePort;
  readonly pause: (ms: number) => Promise<void>;
}): JumpPort {
  const { time, partners, pause } = ports;

  /** Both are asked twice in a row: what the one has just sent is then seen by the other. */
  async function settled() {
    let blockers: readonly string[] = [];
    for (let look = 0, inARow = 0; look < LOOKS; look += 1) {
      const [ours, theirs] = await Promise.all([time.quiet(), partners.quiet()]);
      blockers = [...ours.blockers, ...theirs.blockers];
      inARow = ours.quiet && theirs.quiet ? inARow + 1 : 0;
      if (inARow >= 2) return { ours, theirs, blockers };
      await pause(BETWEEN_MS);
    }
    return { ours: null, theirs: null, blockers };
  }

  return {
    async jump() {
      const { ours, theirs, blockers } = await settled();
      if (ours === null) return { kind: 'busy', blockers };
      const [next] = [ours.next, theirs.next]
        .filter((moment) => moment !== null)
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
      if (next === undefined) return { kind: 'nothing' };
      const at = new Date(next.at).toISOString();
      // A moment that is past by now, because time went on meanwhile, needs no jump.
      if (at > ours.businessNow) await partners.follow((await time.moveClock(at)).offsetMs);
      return { kind: 'moved', at, what: next.what };
    },
  };
}
