import { createHash, createHmac } from 'node:crypto';
import type { LinkTokenPort } from '../../domain/ports/messages';

/**
 * Tokens of one-time links: HMAC of the link's id under a secret, so that a token is worked out again whenever the
 * message is sent and stored nowhere. The table keeps its hash.
 */
export function linkTokens(settings: { readonly secret: Uint8Array; readonly publicUrl: string }): LinkTokenPort {
  const token: LinkTokenPort['token'] = (id) =>
    createHmac('sha256', settings.secret).update(`link\n${id}`).digest('base64url');
  return {
    token,
    tokenHash: (id) => tokenHash(token(id)),
    url: (id) => `${settings.publicUrl}/phone/#t=${token(id)}`,
  };
}

/** What `links.token_hash` holds for a token that a browser brings. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
