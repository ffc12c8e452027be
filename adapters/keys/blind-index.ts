import { createHmac } from 'node:crypto';
import type { BlindIndexPort } from '../../domain/ports/blind-index';
import { secretKey } from './secret-key';

/** An index key as it stands in the secrets file. A retired generation is one that is no longer listed. */
export interface BlindIndexKey {
  readonly generation: number;
  readonly keyBase64: string;
}

/** HMAC-SHA256 under every live generation. */
export function blindIndex(indexKeys: readonly BlindIndexKey[]): BlindIndexPort {
  if (indexKeys.length === 0) throw new RangeError('at least one blind index key is needed');
  const keys = indexKeys
    .map(({ generation, keyBase64 }) => ({ generation, key: secretKey(keyBase64, 'a blind index key') }))
    .sort((a, b) => b.generation - a.generation);
  return {
    digest: (kind, value) =>
      keys.map(({ generation, key }) => ({
        generation,
        digest: createHmac('sha256', key).update(`${kind}\n${value}`, 'utf8').digest('hex'),
      })),
  };
}
