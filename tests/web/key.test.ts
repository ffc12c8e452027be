import { freshKey } from '../../web/shared/key';

it('is new each time and takes only what a page at a plain http address has too', () => {
  const randomUUID = Object.getOwnPropertyDescriptor(crypto, 'randomUUID');
  Object.defineProperty(crypto, 'randomUUID', { value: undefined, configurable: true });
  try {
    const keys = Array.from({ length: 100 }, freshKey);

    expect(new Set(keys).size).toBe(100);
    expect(keys.every((key) => /^[0-9a-f]{32}$/.test(key))).toBe(true);
  } finally {
    if (randomUUID) Object.defineProperty(crypto, 'randomUUID', randomUUID);
    else Reflect.deleteProperty(crypto, 'randomUUID');
  }
});
