import type { RetentionClass } from '../../domain/ports/key-store';

/** A row of `party_keys`; a class whose column is null was destroyed. */
export interface KeyRow extends Record<RetentionClass, Buffer | null> {
  party_id: string;
  key_id: Buffer;
  epoch: number;
  used_at: Date;
  known_used: boolean;
}

export const KEY_COLUMNS = 'party_id, key_id, epoch, identity, images, biometrics, contact, used_at, known_used';
