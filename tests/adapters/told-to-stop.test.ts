import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { whenToldToStop } from '../../adapters/process/told-to-stop';

/** As much of a process as is told to stop. */
function fakeProcess() {
  const stdin = new PassThrough();
  const exit = jest.fn();
  const own = Object.assign(new EventEmitter(), { stdin, exit }) as unknown as NodeJS.Process;
  return { own, stdin, exit };
}

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a process that is told to stop', () => {
  it('puts everything down once, however often and by whom it is told', () => {
    const { own, stdin } = fakeProcess();
    const stop = jest.fn();
    whenToldToStop(own, { endsWithParent: true }, stop);

    own.emit('SIGTERM');
    own.emit('SIGINT');
    stdin.emit('end');

    expect(stop).toHaveBeenCalledTimes(1);
  });

  it('hears of its parent’s end only where the parent holds its input', () => {
    const held = fakeProcess();
    const free = fakeProcess();
    const stops = [jest.fn(), jest.fn()] as const;
    whenToldToStop(held.own, { endsWithParent: true }, stops[0]);
    whenToldToStop(free.own, { endsWithParent: false }, stops[1]);

    held.stdin.emit('close');
    free.stdin.emit('close');

    expect(stops.map((stop) => stop.mock.calls.length)).toEqual([1, 0]);
  });

  it('ends with code 1 where putting down does not end, and not before it may be late', () => {
    const { own, exit } = fakeProcess();
    whenToldToStop(own, { endsWithParent: false, withinMs: 5_000 }, () => undefined);

    own.emit('SIGTERM');
    jest.advanceTimersByTime(4_999);
    expect(exit).not.toHaveBeenCalled();
    jest.advanceTimersByTime(1);

    expect(exit).toHaveBeenCalledWith(1);
  });
});
