import fc from 'fast-check';
import { differences } from '../../web/console/src/reviews/differences';

it('marks the one digit that was changed', () => {
  expect(differences('110199199406180018', '110199199406180078')).toEqual([
    { text: '1101991994061800', differs: false },
    { text: '1', differs: true },
    { text: '8', differs: false },
  ]);
});

it('loses and adds no character, and marks nothing between equal values', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (value, other) => {
      expect(
        differences(value, other)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(value);
      expect(differences(value, value).some((piece) => piece.differs)).toBe(false);
    }),
  );
});
