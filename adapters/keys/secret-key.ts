/** A 256-bit key from the secrets file; refuses anything else before it could encrypt. Errors never hold the key. */
export function secretKey(keyBase64: string, what: string): Buffer {
  const key = Buffer.from(keyBase64, 'base64');
  if (key.length !== 32) throw new RangeError(`${what} must be 32 bytes in base64`);
  return key;
}
