import { ageOn, dayNumber } from '../../sandbox/people/calendar-day';
import { strangersTo, FACES } from '../../sandbox/people/faces';
import { hasRightCheck, UNASSIGNED_REGIONS } from '../../sandbox/people/id-number';
import { drawPerson, PERSON_KINDS, type Person, type PersonKind } from '../../sandbox/people/person';
import { printedValidity, termYears } from '../../sandbox/people/validity';

const businessDays = ['2026-03-02', '2028-02-29', '2026-12-31'];

function crowd(kind: PersonKind, size = 200): { person: Person; businessDay: string }[] {
  return businessDays.flatMap((businessDay) =>
    Array.from({ length: size }, (_, k) => ({
      businessDay,
      person: drawPerson({ seed: 'crowd', k, kind, businessDay }),
    })),
  );
}

describe('the people of the demo world', () => {
  it('are the same again for the same seed, and others for another seed or place', () => {
    const request = { seed: 7, k: 3, kind: 'ordinary', businessDay: '2026-03-02' } as const;

    const person = drawPerson(request);

    expect(drawPerson(request)).toEqual(person);
    for (const other of [drawPerson({ ...request, seed: 8 }), drawPerson({ ...request, k: 4 })]) {
      expect(other.personId).not.toBe(person.personId);
      expect(other.idNumber).not.toBe(person.idNumber);
      expect(other.phone).not.toBe(person.phone);
    }
  });

  it.each(PERSON_KINDS)(
    '%s: carry a number that belongs to nobody, with the right check character and an even sex digit',
    (kind) => {
      for (const { person } of crowd(kind, 60)) {
        expect(hasRightCheck(person.idNumber)).toBe(true);
        expect(UNASSIGNED_REGIONS).toContain(person.idNumber.slice(0, 6));
        expect(person.idNumber.slice(6, 14)).toBe(person.birth.replaceAll('-', ''));
        expect(Number(person.idNumber[16]) % 2).toBe(0);
        expect(person.sex).toBe('女');
        expect(person.phone).toMatch(/^192\d{8}$/);
      }
    },
  );

  it('never share a number or a phone within one stream', () => {
    const people = Array.from({ length: 2000 }, (_, k) =>
      drawPerson({ seed: 'stream', k, kind: 'ordinary', businessDay: '2026-03-02' }),
    );
    const byFace = FACES.map((_, face) =>
      drawPerson({ seed: 'stream', face, kind: 'ordinary', businessDay: '2026-03-02' }),
    );
    const all = [...people, ...byFace];

    expect(new Set(all.map(({ idNumber }) => idNumber)).size).toBe(all.length);
    expect(new Set(all.map(({ phone }) => phone)).size).toBe(all.length);
    expect(new Set(all.map(({ personId }) => personId)).size).toBe(all.length);
  });

  it('are between 20 and 55, and still so a month later', () => {
    for (const { person, businessDay } of crowd('ordinary')) {
      expect(ageOn(person.birth, businessDay)).toBeGreaterThanOrEqual(20);
      expect(dayNumber(businessDay) - dayNumber(person.birth)).toBeLessThan(56 * 365.25 - 29);
    }
  });

  it('are fifteen when they are meant to be under age', () => {
    for (const { person, businessDay } of crowd('under-age')) expect(ageOn(person.birth, businessDay)).toBe(15);
  });

  it.each(['ordinary', 'under-age'] as const)('%s: hold a card of the right term that lasts a year more', (kind) => {
    for (const { person, businessDay } of crowd(kind)) {
      const years = termYears(ageOn(person.birth, person.validFrom));

      expect(dayNumber(person.validFrom)).toBeLessThanOrEqual(dayNumber(businessDay) - 30);
      if (person.validTo === null) {
        expect(years).toBeNull();
        continue;
      }
      expect(Number(person.validTo.slice(0, 4)) - Number(person.validFrom.slice(0, 4))).toBe(years);
      expect(person.validTo.slice(4)).toBe(person.validFrom.slice(4));
      expect(dayNumber(person.validTo)).toBeGreaterThan(dayNumber(businessDay) + 365);
    }
  });

  it('know all terms of validity', () => {
    const terms = crowd('ordinary').map(({ person }) =>
      printedValidity({ from: person.validFrom, to: person.validTo }),
    );

    expect(terms.some((term) => term.endsWith('-长期'))).toBe(true);
    for (const term of terms) expect(term).toMatch(/^\d{4}\.\d{2}\.\d{2}-(\d{4}\.\d{2}\.\d{2}|长期)$/);
    expect([15, 16, 25, 26, 45, 46].map(termYears)).toEqual([5, 10, 10, 20, 20, null]);
  });

  it('have names of two characters and more, some with a dot, some of a minority', () => {
    const people = crowd('ordinary', 400).map(({ person }) => person);
    const share = (test: (person: Person) => boolean): number => people.filter(test).length / people.length;

    expect(people.every(({ name }) => Array.from(name).length >= 2)).toBe(true);
    expect(share(({ name }) => name.includes('·'))).toBeGreaterThan(0.01);
    expect(share(({ name }) => name.includes('·'))).toBeLessThan(0.06);
    expect(share(({ ethnicity }) => ethnicity !== '汉')).toBeGreaterThan(0.08);
  });

  it('have names of four characters and more where a search for them needs bytes', () => {
    for (const { person } of crowd('long-name')) expect(Array.from(person.name).length).toBeGreaterThanOrEqual(4);
  });

  it('live at addresses that fit the card and get parcels where parcels are brought', () => {
    for (const { person } of crowd('ordinary')) {
      expect(Array.from(person.address).length).toBeLessThanOrEqual(33);
      expect(Array.from(person.authority).length).toBeLessThanOrEqual(15);
      for (const part of Object.values(person.delivery)) expect(part).not.toBe('');
    }
  });

  it('print their true number, unless a digit was changed', () => {
    for (const { person } of crowd('ordinary')) expect(person.printedIdNumber).toBe(person.idNumber);

    for (const { person } of crowd('digit-changed')) {
      const changed = Array.from(person.idNumber).filter((digit, at) => person.printedIdNumber[at] !== digit);
      expect(changed).toHaveLength(1);
      expect(hasRightCheck(person.printedIdNumber)).toBe(false);
    }
    for (const { person } of crowd('digit-changed-valid')) {
      expect(person.printedIdNumber.slice(0, 17)).not.toBe(person.idNumber.slice(0, 17));
      expect(person.printedIdNumber.slice(0, 14)).toBe(person.idNumber.slice(0, 14));
      expect(person.printedIdNumber[16]).toBe(person.idNumber[16]);
      expect(hasRightCheck(person.printedIdNumber)).toBe(true);
    }
  });

  it('show another woman on a swapped selfie, whatever face is on the card', () => {
    FACES.forEach((_, face) => {
      const person = drawPerson({ seed: 'swap', face, kind: 'swapped-selfie', businessDay: '2026-03-02' });

      expect(person.face).toBe(face);
      expect(strangersTo(face)).toContain(person.selfieFace);
    });
  });

  it('refuse a face that does not exist, and one that cannot fall into the review band', () => {
    const request = { seed: 1, businessDay: '2026-03-02' };

    expect(() => drawPerson({ ...request, kind: 'ordinary', face: 10 })).toThrow(RangeError);
    expect(() => drawPerson({ ...request, kind: 'review-band', face: 4 })).toThrow(RangeError);
  });
});
