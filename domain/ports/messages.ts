import type { LinkId } from '../brand';

/** Text messages to a customer. Idempotent by reference; `down` may be tried again with the same reference. */
export interface SmsPort {
  send: (input: {
    reference: string;
    phone: string;
    text: string;
  }) => Promise<{ kind: 'sent'; messageId: string } | { kind: 'down'; why: string }>;
}

/** One-time links: the token is worked out from the id with a secret, so it is stored nowhere; its hash finds the row. */
export interface LinkTokenPort {
  token: (id: LinkId) => string;
  tokenHash: (id: LinkId) => string;
  url: (id: LinkId) => string;
}

/** New public ids. */
export interface IdsPort {
  next: (prefix: 'ord' | 'pur' | 'kyc' | 'rev' | 'wai' | 'blb' | 'pty' | 'lnk' | 'usr' | 'cas') => string;
}
