import { jumpAhead } from '../../domain/use-cases/jump-ahead';

const NOW = '2026-03-02T01:00:00.000Z';
const at = (hour: number): string => new Date(Date.parse(NOW) + hour * 3_600_000).toISOString();
const moment = (hour: number, what: string) => ({ at: at(hour), what });

/** Two clocks and what comes next on each side; `busyLooks` of the partners find something under way. */
function worlds(ours: ReturnType<typeof moment> | null, theirs: ReturnType<typeof moment> | null, busyLooks = 0) {
  const moved: string[] = [];
  const followed: number[] = [];
  let looks = 0;
  const jumps = jumpAhead({
    time: {
      quiet: () => Promise.resolve({ quiet: true, blockers: [], next: ours, businessNow: NOW }),
      moveClock: (to) => {
        moved.push(to);
        return Promise.resolve({ offsetMs: Date.parse(to) - Date.parse(NOW), generation: 1 });
      },
    },
    partners: {
      quiet: () => {
        looks += 1;
        const busy = looks <= busyLooks;
        return Promise.resolve({ quiet: !busy, blockers: busy ? ['a push'] : [], next: theirs });
      },
      follow: (offsetMs) => {
        followed.push(offsetMs);
        return Promise.resolve();
      },
    },
    pause: () => Promise.resolve(),
  });
  return { jump: () => jumps.jump(), moved, followed, looks: () => looks };
}

describe('a jump of the sandbox’s time', () => {
  it.each([
    ['ours', moment(2, 'wait documents'), moment(3, 'parcel'), 2, 'wait documents'],
    ['the partners’', moment(5, 'wait documents'), moment(3, 'parcel'), 3, 'parcel'],
    ['the only one', null, moment(3, 'parcel'), 3, 'parcel'],
  ] as const)('goes to the earliest moment: %s', async (_whose, ours, theirs, hour, what) => {
    const world = worlds(ours, theirs);

    expect(await world.jump()).toEqual({ kind: 'moved', at: at(hour), what });
    expect(world.moved).toEqual([at(hour)]);
    expect(world.followed).toEqual([hour * 3_600_000]);
  });

  it('waits until both sides are quiet twice in a row', async () => {
    const world = worlds(moment(2, 'wait'), null, 3);

    expect(await world.jump()).toMatchObject({ kind: 'moved' });
    expect(world.looks()).toBe(5);
  });

  it('moves nothing while something is under way, and says what', async () => {
    const world = worlds(moment(2, 'wait'), null, 10_000);

    expect(await world.jump()).toEqual({ kind: 'busy', blockers: ['a push'] });
    expect(world.moved).toEqual([]);
  });

  it('moves no clock backwards, and says when nothing is left', async () => {
    const late = worlds(moment(-1, 'wait'), null);

    expect(await late.jump()).toMatchObject({ kind: 'moved', what: 'wait' });
    expect(late.moved).toEqual([]);
    expect(await worlds(null, null).jump()).toEqual({ kind: 'nothing' });
  });
});
