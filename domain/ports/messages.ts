import type {
  AccrualId,
  BlobId,
  CaseId,
  ConflictId,
  DecisionId,
  LinkId,
  OrderId,
  PartyId,
  PayoutId,
  PurchaseId,
  ReviewId,
  ShipmentId,
  StatementId,
  TicketEventId,
  TicketId,
  UserId,
  WaitId,
} from '../brand';

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

/** Public ids by their prefix. */
export interface IdOfPrefix {
  ord: OrderId;
  pur: PurchaseId;
  kyc: CaseId;
  rev: ReviewId;
  wai: WaitId;
  blb: BlobId;
  pty: PartyId;
  lnk: LinkId;
  usr: UserId;
  shp: ShipmentId;
  cas: ConflictId;
  tkt: TicketId;
  tev: TicketEventId;
  acc: AccrualId;
  stm: StatementId;
  pay: PayoutId;
  dec: DecisionId;
}

/** New random public ids. */
export interface IdsPort {
  next: <Prefix extends keyof IdOfPrefix>(prefix: Prefix) => IdOfPrefix[Prefix];
}
