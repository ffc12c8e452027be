/** SHA-256 of UTF-8 text or bytes, lower-case hex. */
export type Sha256Hex = (input: string | Uint8Array) => string;
