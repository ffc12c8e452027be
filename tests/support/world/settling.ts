import type { Day } from '../../../domain/brand';
import { closeSettlement, settleBatch } from '../../../domain/use-cases/settle';
import { money } from './money';
import { openWorld, type StoryClock, storyClock, type World } from './world';

const START = Date.parse('2026-03-02T03:00:00.000Z');
/** When what was accrued on the first day of the story is due. */
export const DUE = '2026-04-01' as Day;

export type Purse = ReturnType<typeof settling>;

/** A world on its first day with a purse in it, for one file of tests: close the world after them, `afresh` before each. */
export async function openPurse(): Promise<{ world: World<StoryClock>; purse: Purse }> {
  const world = await openWorld(storyClock(START));
  return { world, purse: settling(world) };
}

function settling(world: World<StoryClock>) {
  return {
    ...money(world),

    /** Nobody has earned anything, and it is the first day again. */
    async afresh(): Promise<void> {
      world.clock.set(START);
      await world.clear();
    },

    onDay(day: Day): void {
      world.clock.set(Date.parse(`${day}T02:00:00.000Z`));
    },

    /** Settles a day to its end in batches of `size`. */
    async settle(day: Day, size = 100): Promise<{ settled: number; held: number; refused: number }> {
      const sum = { settled: 0, held: 0, refused: 0 };
      for (;;) {
        const batch = await settleBatch(world)({ day, size });
        if (batch.looked === 0) break;
        sum.settled += batch.settled;
        sum.held += batch.held;
        sum.refused += batch.refused;
      }
      await closeSettlement(world)({ day });
      return sum;
    },
  };
}
