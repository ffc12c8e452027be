import fc from 'fast-check';
import type { Day } from '../../domain/brand';
import { addDays, businessDayFrom, type Calendar, dueDay } from '../../domain/calendar';
import { CN_CALENDAR } from '../../domain/calendar-data';
import { commissionPolicy } from '../../domain/commission-policy';
import { accrueEntries, fen, payEntries, proRata, reverseEntries, splitFen, sumsToZero } from '../../domain/ledger';

const amount = fc.integer({ min: 1, max: 10 ** 12 }).map(fen);
const weights = fc
  .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 6 })
  .filter((all) => all.some((w) => w > 0));
const calendar: Calendar = {
  from: CN_CALENDAR.from as Day,
  to: CN_CALENDAR.to as Day,
  announcedTo: CN_CALENDAR.announcedTo as Day,
  holidays: new Set(CN_CALENDAR.holidays),
  workdays: new Set(CN_CALENDAR.workdays),
};
const someDay = fc.integer({ min: 0, max: 1_200 }).map((days) => addDays('2025-01-01' as Day, days));

describe('money', () => {
  it('neither creates nor loses a fen when it is split', () => {
    fc.assert(fc.property(amount, weights, (total, w) => splitFen(total, w).reduce((a, b) => a + b, 0) === total));
  });

  it('gives each share what its weight says, to half a fen; the first takes the rest', () => {
    fc.assert(
      fc.property(amount, weights, (total, w) => {
        const sum = w.reduce((a, b) => a + b, 0);
        return splitFen(total, w)
          .slice(1)
          .every((share, index) => Math.abs(share - (total * (w[index + 1] ?? 0)) / sum) <= 0.5 + total * 1e-12);
      }),
    );
  });

  it('sums to zero in every transfer', () => {
    fc.assert(
      fc.property(amount, weights, (total, w) => {
        const lines = splitFen(total, w).map((amountFen, index) => ({ agent: `AG${index}`, amountFen }));
        return (
          sumsToZero(accrueEntries(lines)) &&
          sumsToZero(reverseEntries('accrued', 'AG0', total)) &&
          sumsToZero(payEntries('AG0', total))
        );
      }),
    );
  });

  it('taken back by parts is never more than was given', () => {
    fc.assert(
      fc.property(amount, fc.nat(90), (total, days) => {
        const back = proRata(fen(0 - total), days, 90);
        return back <= 0 && 0 - back <= total;
      }),
    );
  });
});

describe('due days', () => {
  it('are working days on or after the day asked for, and provisional only beyond what is announced', () => {
    fc.assert(
      fc.property(someDay, (day) => {
        const due = businessDayFrom(calendar, day);
        return due.on >= day && due.provisional === due.on > calendar.announcedTo;
      }),
    );
  });

  it('never go back when the activation is later', () => {
    fc.assert(
      fc.property(
        someDay,
        fc.constantFrom('calendar' as const, 'business' as const),
        fc.nat(60),
        (day, count, days) => {
          const [one, next] = [day, addDays(day, 1)].map((from) => dueDay(calendar, from, { days, count }).on);
          return (one ?? '') <= (next ?? '');
        },
      ),
    );
  });
});

describe('a policy of any shape', () => {
  it('is read without failing, and never pays what it does not say', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (body, rules) =>
        commissionPolicy({ ...body, rules }).rules.every(
          ({ totalFen, parentShareBp }) => totalFen >= 0 && parentShareBp >= 0 && parentShareBp <= 10_000,
        ),
      ),
    );
  });
});
