import type { LinkId } from '../brand';

/**
 * Tokens of one-time links. A token is worked out from the link's id with a secret of its own whenever it is needed
 * (to write the SMS), so it is stored nowhere; the database knows its hash.
 */
export interface LinkTokensPort {
  /** 43 characters, URL-safe. The same id always gives the same token. */
  tokenOf: (id: LinkId) => string;
  /** 64 hex characters: what `links.token_hash` holds. */
  hashOf: (token: string) => string;
}
