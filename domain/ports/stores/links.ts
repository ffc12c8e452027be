import type { Instant, LinkId } from '../../brand';
import type { Row } from './row';

export interface LinkStore {
  /** `tokenHash` is the only trace of the token. */
  issue: (link: {
    id: LinkId;
    tokenHash: string;
    purchaseRow: Row;
    purpose: string;
    expiresAt: Instant;
  }) => Promise<Row>;
  /** The link of a purchase for this purpose that is neither revoked nor over, used or not. */
  open: (purchaseRow: Row, purpose: string) => Promise<{ readonly row: Row; readonly id: LinkId } | null>;
  /** Links made for the purchase after this moment, and when the first of them was. */
  issuedSince: (
    purchaseRow: Row,
    since: Instant,
  ) => Promise<{ readonly count: number; readonly oldest: Instant | null }>;
  /** Ends every link of the purchase, and with it the device that spent it. */
  revoke: (purchaseRow: Row) => Promise<void>;
  extend: (linkRow: Row, expiresAt: Instant) => Promise<void>;
}
