import type { Instant, LinkId } from '../../brand';
import type { MessageTemplate } from '../../texts/messages';
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
  /** The open link of the purchase that was sent with this template after this moment. */
  sentSince: (
    purchaseRow: Row,
    template: MessageTemplate,
    since: Instant,
  ) => Promise<{ readonly id: LinkId; readonly expiresAt: Instant } | null>;
  /** Ends every link of the purchase, and with it the device that spent it. */
  revoke: (purchaseRow: Row) => Promise<void>;
  extend: (linkRow: Row, expiresAt: Instant) => Promise<void>;
}
