import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { instant } from '../../domain/brand';
import { isBack, isBeforeTheDoor, isComingBack, parcelOf, parcelWord, signedBy } from '../../domain/parcel';
import type { CourierEvent } from '../../domain/ports/courier';

const at = (hour: number) => instant(`2026-03-02T${String(hour).padStart(2, '0')}:00:00.000Z`);
const news = (code: string, hour: number): CourierEvent => ({ code, at: at(hour), area: null });

describe('a parcel', () => {
  it('knows every code of 快递100 but customs, and no code that is not there', () => {
    const vectors = JSON.parse(readFileSync(path.join(__dirname, '../vectors/kuaidi100.json'), 'utf8')) as Record<
      string,
      [string, string]
    >;
    for (const [code, [canonical]] of Object.entries(vectors)) {
      if (canonical.startsWith('CUSTOMS')) expect(parcelWord(code)).toBeNull();
      else expect(parcelWord(code)).not.toBeNull();
    }
    expect(parcelWord('211')).toBeNull();
    expect(parcelWord('toString')).toBeNull();
  });

  it.each([
    ['301', 'self'],
    ['303', 'other'],
    ['304', 'locker'],
    ['3', 'unspecified'],
    ['302', 'unspecified'],
  ])('signed with %s is in the hands of %s', (code, by) => {
    expect(signedBy(parcelOf([news('103', 1), news('5', 2), news(code, 3)]).state)).toBe(by);
  });

  it('is where it got furthest, in whatever order its news comes', () => {
    const life = [news('101', 1), news('103', 2), news('1002', 3), news('1001', 5), news('5', 6), news('301', 7)];
    fc.assert(
      fc.property(fc.shuffledSubarray(life, { minLength: life.length }), fc.array(fc.constantFrom(...life)), (a, b) => {
        expect(parcelOf([...a, ...b])).toEqual({ state: 'signed-self', at: at(7), trouble: null, newsAt: at(7) });
      }),
    );
  });

  it('comes back even after it was signed for', () => {
    const parcel = parcelOf([news('301', 3), news('14', 4), news('6', 5), news('4', 9)]);

    expect(parcel.state).toBe('return-signed');
    expect(isBack(parcel.state)).toBe(true);
    expect(isComingBack(parcelOf([news('301', 3), news('14', 4)]).state)).toBe(true);
  });

  it.each([
    [[], true],
    [['101', '103', '1002'], true],
    [['103', '1001', '208'], true],
    [['103', '5'], false],
    [['5', '206'], false],
    [['501'], false],
    [['301'], false],
    [['14'], false],
    [['4'], false],
    [['401'], false],
  ])('told of by %j is before the door: %s', (codes, before) => {
    expect(isBeforeTheDoor(parcelOf(codes.map((code, hour) => news(code, hour))).state)).toBe(before);
  });

  it('is in trouble only while the newest news says so', () => {
    expect(parcelOf([news('103', 1), news('208', 5)])).toEqual({
      state: 'picked-up',
      at: at(1),
      trouble: 'stuck',
      newsAt: at(5),
    });
    expect(parcelOf([news('208', 5), news('103', 1), news('1002', 6)]).trouble).toBeNull();
  });

  it('was where it is from the first report of it', () => {
    expect(parcelOf([news('301', 8), news('301', 7)]).at).toBe(at(7));
  });

  it('is nowhere while nothing or nothing known was heard', () => {
    expect(parcelOf([news('999', 1)])).toEqual({ state: null, at: null, trouble: null, newsAt: null });
  });
});
