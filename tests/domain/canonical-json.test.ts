import fc from 'fast-check';
import { canonicalJson } from '../../domain/canonical-json';

/** The same value with the keys of every object in another order. */
function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, shuffled(inner)]),
  );
}

const json = fc.jsonValue({ maxDepth: 4 });

describe('canonical JSON', () => {
  it('sorts keys by their code units, at every depth', () => {
    const value = { b: 1, a: { '€': 1, '\u{1F600}': 2, '\r': 3, '1': 4, ö: 5, '\uFB33': 6 }, B: [{ y: 1, x: 2 }] };

    expect(canonicalJson(value)).toBe(
      `{"B":[{"x":2,"y":1}],"a":{"\\r":3,"1":4,"ö":5,"€":1,"\u{1F600}":2,"\uFB33":6},"b":1}`,
    );
  });

  it('does not depend on the order of keys', () => {
    fc.assert(fc.property(json, (value) => canonicalJson(value) === canonicalJson(shuffled(value))));
  });

  it('carries the value: parsing gives it back', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('differs where values differ', () => {
    fc.assert(
      fc.property(json, json, (one, other) => {
        const isEqual =
          JSON.stringify(JSON.parse(canonicalJson(one))) === JSON.stringify(JSON.parse(canonicalJson(other)));
        expect(canonicalJson(one) === canonicalJson(other)).toBe(isEqual);
      }),
    );
  });

  it('leaves out what is undefined, as a re-serialised retry does', () => {
    expect(canonicalJson({ a: 1, numbers: undefined, b: { c: undefined } })).toBe('{"a":1,"b":{}}');
  });

  it.each([
    ['undefined', undefined],
    ['undefined in a list', [undefined]],
    ['NaN', Number.NaN],
    ['Infinity', { a: Number.POSITIVE_INFINITY }],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['bytes', new Uint8Array(2)],
    ['an object of a class', new URL('http://127.0.0.1')],
  ])('does not carry %s', (_what, value) => {
    expect(() => canonicalJson(value)).toThrow(TypeError);
  });
});
