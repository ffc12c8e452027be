import type { KeyOwner } from '../../domain/ports/key-store';

/** Throws on anything but `prefix_` + 12 base36 digits: a name or a number must never become a key's owner. */
export function parseKeyOwner(raw: string): KeyOwner {
  if (!/^[a-z]{3}_[0-9a-z]{12}$/.test(raw)) throw new RangeError('not a valid key owner');
  return raw;
}
