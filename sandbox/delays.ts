import { drawBetween } from './random';

/**
 * How long partners and people take, in milliseconds of business time. A delay is drawn for whom it is about and for
 * the how-manieth of hers it is, never for a reference or a place in a queue: those differ from run to run, and one seed
 * brings the same people the same delays again.
 */
export class Delays {
  /** What was drawn since the sandbox started, by whom it is about: her phone or her ID number. */
  private readonly drawn = new Map<string, Map<string, number>>();

  constructor(private readonly seed: number) {}

  draw(who: string, what: string, nth: number, [least, most]: readonly [number, number]): number {
    const ms = drawBetween(least, most, this.seed, what, who, nth);
    const hers = this.drawn.get(who) ?? new Map<string, number>();
    this.drawn.set(who, hers.set(`${what} ${String(nth)}`, ms));
    return ms;
  }

  /** The delays drawn for somebody who is known by these; in an order that does not depend on who was first. */
  of(...names: readonly string[]): Record<string, number> {
    const hers = names.flatMap((who) => [...(this.drawn.get(who) ?? [])]);
    return Object.fromEntries(hers.sort(([a], [b]) => a.localeCompare(b, 'en')));
  }
}
