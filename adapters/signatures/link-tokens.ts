import { createHmac } from 'node:crypto';
import type { LinkId } from '../../domain/brand';
import type { LinkTokenPort } from '../../domain/ports/messages';
import { sha256Hex } from './signed-text';

/**
 * Tokens of one-time links: HMAC-SHA256 of the link's id under a secret of its own, 43 URL-safe characters. Worked out
 * whenever the message is written, stored nowhere; the row knows the hash alone. In the link it stands behind `#`, so
 * that it reaches no server log.
 */
export function linkTokens({
  secret,
  publicUrl,
}: {
  readonly secret: Uint8Array;
  readonly publicUrl: string;
}): LinkTokenPort {
  const token = (id: LinkId): string => createHmac('sha256', secret).update(`link/${id}`).digest('base64url');
  return {
    token,
    tokenHash: (id) => sha256Hex(token(id)),
    url: (id) => `${publicUrl}/phone/#t=${token(id)}`,
  };
}
