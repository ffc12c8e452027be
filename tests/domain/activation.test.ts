import { activationEnds, DEFAULT_FULFILMENT_POLICY, fulfilmentPolicy, isInWindow } from '../../domain/activation';
import { instant } from '../../domain/brand';

describe('the activation window', () => {
  // DOMAIN.md 6: signed on 1 November, counted from the 2nd, 1 December is the last day.
  it('has its 30th day after the day of signing as its last', () => {
    const ends = activationEnds(instant('2026-11-01T10:00:00.000Z'), 30);

    expect(ends).toBe('2026-12-01T16:00:00.000Z');
    expect(isInWindow(instant('2026-12-01T15:59:59.000Z'), ends)).toBe(true);
    expect(isInWindow(instant('2026-12-01T16:00:00.000Z'), ends)).toBe(false);
  });

  it('counts days of Shanghai: a parcel signed at 23:59 and one at 00:01 end a day apart', () => {
    expect(activationEnds(instant('2026-11-01T15:59:00.000Z'), 30)).toBe('2026-12-01T16:00:00.000Z');
    expect(activationEnds(instant('2026-11-01T16:01:00.000Z'), 30)).toBe('2026-12-02T16:00:00.000Z');
  });

  it('reads a policy of any version and fills what it does not say', () => {
    expect(fulfilmentPolicy(null)).toEqual(DEFAULT_FULFILMENT_POLICY);
    expect(fulfilmentPolicy({ activateWithinDays: 15, nudgeHours: [1, 'x', -2], parcelSilentHours: 0 })).toEqual({
      activateWithinDays: 15,
      nudgeHours: [1],
      parcelSilentHours: 72,
    });
  });
});
