import { day } from '../../domain/brand';
import {
  ageOn,
  expandFifteen,
  hasValidChecksum,
  idCheckCharacter,
  normaliseIdNumber,
  readIdNumber,
} from '../../domain/id-number';
import vectors from '../vectors/id.json';

const asOf = day(vectors.asOf);

describe('the citizen number (GB 11643)', () => {
  it.each(vectors.valid)('reads $id: $note', ({ id, sex, birth }) => {
    const reading = readIdNumber(id, asOf);

    expect(reading).toMatchObject({ ok: true, value: id, sex: sex === 'M' ? 'male' : 'female', birth });
  });

  it.each(vectors.invalid)('refuses $id: $error', ({ id, error }) => {
    const [kind = ''] = error.split(' ');

    expect(readIdNumber(id, asOf)).toEqual({ ok: false, error: kind === 'X' ? 'CHARACTERS' : kind });
  });

  it.each(vectors.normalise)('brings %j into the printed form', (typed = '', printed = '') => {
    expect(normaliseIdNumber(typed)).toBe(printed);
  });

  it('drops nothing while tidying, so a wrong character stays visible', () => {
    expect(normaliseIdNumber('11019919900307O017')).toBe('11019919900307O017');
    expect(readIdNumber(normaliseIdNumber('11019919900307O017'), asOf)).toEqual({ ok: false, error: 'CHARACTERS' });
  });

  it.each(vectors.fifteen)('widens a first-generation number %s', (short = '', long = '') => {
    expect(expandFifteen(short)).toBe(long);
    expect(readIdNumber(short, asOf)).toEqual({ ok: false, error: 'LENGTH' });
  });

  it('never refuses a code that no table holds, only says so', () => {
    expect(readIdNumber('110199199003070017', asOf)).toMatchObject({ ok: true, regionKnown: false });
    expect(readIdNumber('11010519491231002X', asOf)).toMatchObject({ ok: true, regionKnown: true });
  });

  it('notices every single wrong digit', () => {
    const id = '110199199003070017';
    for (let place = 0; place < 17; place++) {
      for (const digit of '0123456789') {
        const changed = id.slice(0, place) + digit + id.slice(place + 1);
        expect(hasValidChecksum(changed)).toBe(changed === id);
      }
    }
    expect(idCheckCharacter('11019919900307001')).toBe('7');
  });
});

describe('age on a Shanghai calendar day', () => {
  it('is reached on the birthday, or the day after it where courts count so', () => {
    expect(ageOn(day('2010-11-22'), day('2026-11-22'), 'onDay')).toBe(16);
    expect(ageOn(day('2010-11-22'), day('2026-11-22'), 'dayAfter')).toBe(15);
    expect(ageOn(day('2010-11-23'), day('2026-11-22'), 'onDay')).toBe(15);
  });

  it('puts a leap birthday on 28 February of a common year', () => {
    expect(ageOn(day('2008-02-29'), day('2026-02-27'))).toBe(17);
    expect(ageOn(day('2008-02-29'), day('2026-02-28'), 'onDay')).toBe(18);
    expect(ageOn(day('2008-02-29'), day('2026-02-28'), 'dayAfter')).toBe(17);
    expect(ageOn(day('2008-02-29'), day('2026-03-01'), 'dayAfter')).toBe(18);
    expect(ageOn(day('2008-02-29'), day('2028-02-28'))).toBe(19);
  });
});
