/** What is looked up without being readable. The kind is part of the digest: one value under two kinds differs. */
export type BlindIndexKind = 'idNumber' | 'phone' | 'name+id' | 'command';

export interface BlindIndexEntry {
  /** Generation of the index key; stored beside the digest, so that old rows are known once a key retires. */
  readonly generation: number;
  /** 64 lower-case hex characters. */
  readonly digest: string;
}

/** Keyed digests of personal data: equal values meet, nobody without the key can try values. */
export interface BlindIndexPort {
  /**
   * One entry for each live generation, newest first. Write the first; look up all of them. The caller normalises
   * before (upper-case X, no spaces, one form of a name); `name+id` is `name` + `\n` + `idNumber`,
   * `command` the canonical JSON of what a channel ordered.
   */
  digest: (kind: BlindIndexKind, value: string) => readonly BlindIndexEntry[];
}
