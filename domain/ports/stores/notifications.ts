import type { LinkId, PartyId } from '../../brand';
import type { Json, Row } from './row';

export interface NotificationStore {
  put: (n: {
    purchaseRow: Row;
    template: string;
    reference: string;
    linkRow: Row | null;
    params: Json;
  }) => Promise<void>;
  find: (reference: string) => Promise<{
    readonly partyId: PartyId;
    readonly template: string;
    readonly params: Json;
    readonly linkId: LinkId | null;
    readonly sent: boolean;
  } | null>;
  sent: (reference: string, messageId: string) => Promise<void>;
}
