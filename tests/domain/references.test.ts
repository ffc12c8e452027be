import fc from 'fast-check';
import { caseId, orderId } from '../../domain/brand';
import { COMMAND_KINDS, orderWorkflowId, partnerReference, reviewWorkflowId } from '../../domain/references';

const digits = fc.string({
  unit: fc.constantFrom(...Array.from('0123456789abcdefghijklmnopqrstuvwxyz')),
  minLength: 12,
  maxLength: 12,
});
const parts = fc.record({
  id: digits.map((raw) => orderId(`ord_${raw}`)),
  attempt: fc.integer({ min: 1, max: 99 }),
  kind: fc.constantFrom(...(Object.keys(COMMAND_KINDS) as (keyof typeof COMMAND_KINDS)[])),
  number: fc.integer({ min: 1, max: 99 }),
});
type Parts = typeof parts extends fc.Arbitrary<infer P> ? P : never;
const referenceOf = ({ id, attempt, kind, number }: Parts): string => partnerReference(id, attempt, kind, number);

describe('a reference at a partner', () => {
  it('has at most 20 characters, digits and capitals only', () => {
    fc.assert(fc.property(parts, (one) => /^[0-9A-Z]{1,20}$/.test(referenceOf(one))));
  });

  it('differs wherever order, attempt, kind or command number differ', () => {
    fc.assert(
      fc.property(parts, parts, fc.boolean(), (one, other, isSameOrder) => {
        const two = isSameOrder ? { ...other, id: one.id } : other;
        expect(referenceOf(one) === referenceOf(two)).toBe(JSON.stringify(one) === JSON.stringify(two));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells apart all commands of one order', () => {
    const all = Object.keys(COMMAND_KINDS).flatMap((kind) =>
      Array.from({ length: 99 }, (_, index) => index + 1).flatMap((n) =>
        [1, 2, 11, 99].map((attempt) =>
          partnerReference(orderId('ord_7h2k00000000'), attempt, kind as keyof typeof COMMAND_KINDS, n),
        ),
      ),
    );

    expect(new Set(all).size).toBe(all.length);
  });

  it.each([
    [0, 1],
    [100, 1],
    [1, 0],
    [1, 100],
  ])('is not made for attempt %p, number %p', (attempt, number) => {
    expect(() => partnerReference(orderId('ord_7h2k00000000'), attempt, 'submit', number)).toThrow(RangeError);
  });
});

it('workflows are found by what they are about', () => {
  expect(orderWorkflowId(orderId('ord_7h2k00000000'), 2)).toBe('order/ord_7h2k00000000/2');
  expect(reviewWorkflowId(caseId('kyc_7h2k00000000'), 3)).toBe('review/kyc_7h2k00000000/3');
});
