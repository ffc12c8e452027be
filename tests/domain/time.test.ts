import fc from 'fast-check';
import { instant } from '../../domain/brand';
import { fromMs, plusMs, shanghaiDay, toMs } from '../../domain/time';

const ms = fc.integer({ min: Date.parse('2000-01-01T00:00:00Z'), max: Date.parse('2099-12-31T00:00:00Z') });

describe('business time', () => {
  it.each([
    ['2026-03-01T15:59:59.999Z', '2026-03-01'],
    ['2026-03-01T16:00:00.000Z', '2026-03-02'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
  ])('%s falls on %s in Shanghai', (at, day) => {
    expect(shanghaiDay(instant(at))).toBe(day);
  });

  it('survives the way there and back, and adding is exact', () => {
    fc.assert(
      fc.property(ms, fc.integer({ min: 0, max: 1e9 }), (at, more) => {
        expect(toMs(fromMs(at))).toBe(at);
        expect(toMs(plusMs(fromMs(at), more))).toBe(at + more);
      }),
    );
  });

  it.each(['2026-03-01', '2026-03-01T00:00:00+08:00', '2026-03-01 00:00:00Z', ''])('%p is no instant', (raw) => {
    expect(() => instant(raw)).toThrow(RangeError);
  });
});
