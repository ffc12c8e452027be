/**
 * The consents this channel takes in its own shop when it sends pictures along, named by the hashes of the texts it was
 * given when it was connected. A channel that showed older words is refused, as it should be.
 */
export const CONSENTS_TAKEN = [
  { kind: 'service-contract', textHash: 'f4553ca473db47638dcf9f20e79813cd8414d33a378958664881ce8897af55d2' },
  { kind: 'sensitive-data', textHash: '74cde99acd9809cf50cd9f29c17a792cc098f151a9264106bf13f8fc73918dfe' },
  { kind: 'face', textHash: 'a3d59da9f9e52266fbf5d79dd4e03447b444e2e5f479e92e019f953a606de2f0' },
  { kind: 'carrier', textHash: 'd27897f615393902b70f0b2f58d4932790f5b1ae630824a811ceb3ba924db149' },
] as const;
