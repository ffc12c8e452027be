import { newId } from '../../adapters/ids';
import { orderId, partyId } from '../../domain/brand';

it('makes ids that the domain parses', () => {
  expect(orderId(newId('ord'))).toMatch(/^ord_/);
  expect(partyId(newId('pty'))).toMatch(/^pty_/);
});

it('never makes one twice, and uses every digit about equally often', () => {
  const ids = Array.from({ length: 6_000 }, () => newId('wai'));
  const counts = new Map<string, number>();
  for (const digit of ids.join('').replaceAll('wai_', '')) counts.set(digit, (counts.get(digit) ?? 0) + 1);

  // 72,000 digits, 2,000 of each expected, deviation 44: the skew that a plain modulo gives (+14 %) is six deviations.
  expect(new Set(ids).size).toBe(ids.length);
  expect(counts.size).toBe(36);
  expect(Math.min(...counts.values())).toBeGreaterThan(1_760);
  expect(Math.max(...counts.values())).toBeLessThan(2_240);
});
