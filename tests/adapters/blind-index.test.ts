import { randomBytes } from 'node:crypto';
import { blindIndex } from '../../adapters/keys/blind-index';

const key = (generation: number) => ({ generation, keyBase64: randomBytes(32).toString('base64') });
const ID_NUMBER = '110199199003070010';

it('lets a row of the last generation be found while a newer one is written', () => {
  const [old, current] = [key(1), key(2)];
  const [written] = blindIndex([old]).digest('idNumber', ID_NUMBER);

  const lookedUp = blindIndex([old, current]).digest('idNumber', ID_NUMBER);

  expect(lookedUp.map(({ generation }) => generation)).toEqual([2, 1]);
  expect(lookedUp).toContainEqual(written);
});

it('tells kinds, values and keys apart', () => {
  const [first, second] = [key(1), key(1)];
  const digests = [
    blindIndex([first]).digest('idNumber', ID_NUMBER),
    blindIndex([first]).digest('phone', ID_NUMBER),
    blindIndex([first]).digest('idNumber', '110199199003070029'),
    blindIndex([second]).digest('idNumber', ID_NUMBER),
  ].map((entries) => entries[0]?.digest);

  expect(new Set(digests).size).toBe(4);
  expect(digests.every((digest) => /^[0-9a-f]{64}$/.test(digest ?? ''))).toBe(true);
});

it('does not start on keys that are missing or short', () => {
  expect(() => blindIndex([])).toThrow('at least one');
  expect(() => blindIndex([{ generation: 1, keyBase64: 'c2hvcnQ=' }])).toThrow('32 bytes');
});
