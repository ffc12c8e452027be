/**
 * A key that nobody else draws, for what must not be done twice. Drawn from bytes because `crypto.randomUUID` exists on
 * secure pages only, and a page at a plain http address of the house's own network is none.
 */
export const freshKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
