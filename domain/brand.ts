/** A string that was parsed once at the edge and cannot be mixed up with another kind of string. */
export type Brand<Name extends string> = string & { readonly __brand: Name };

/** Calendar day in Asia/Shanghai, `YYYY-MM-DD`. */
export type Day = Brand<'Day'>;

/** Instant of business time, ISO 8601 in UTC with milliseconds. */
export type Instant = Brand<'Instant'>;

function parse(raw: string, pattern: RegExp, what: string): string {
  if (!pattern.test(raw)) throw new RangeError(`not a valid ${what}`);
  return raw;
}

export const day = (raw: string): Day => parse(raw, /^\d{4}-\d{2}-\d{2}$/, 'day') as Day;
export const instant = (raw: string): Instant =>
  parse(raw, /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/, 'instant') as Instant;

export type OrderId = Brand<'OrderId'>;
export type PurchaseId = Brand<'PurchaseId'>;
export type CaseId = Brand<'CaseId'>;
export type ReviewId = Brand<'ReviewId'>;
export type WaitId = Brand<'WaitId'>;
export type BlobId = Brand<'BlobId'>;
export type PartyId = Brand<'PartyId'>;
export type LinkId = Brand<'LinkId'>;
export type UserId = Brand<'UserId'>;
export type ShipmentId = Brand<'ShipmentId'>;
export type ConflictId = Brand<'ConflictId'>;
export type TicketId = Brand<'TicketId'>;
export type TicketEventId = Brand<'TicketEventId'>;
export type AccrualId = Brand<'AccrualId'>;
export type StatementId = Brand<'StatementId'>;
export type PayoutId = Brand<'PayoutId'>;
export type DecisionId = Brand<'DecisionId'>;

const publicId = (raw: string, prefix: string, what: string): string =>
  parse(raw, new RegExp(`^${prefix}_[0-9a-z]{12}$`), what);

export const orderId = (raw: string): OrderId => publicId(raw, 'ord', 'order id') as OrderId;
export const purchaseId = (raw: string): PurchaseId => publicId(raw, 'pur', 'purchase id') as PurchaseId;
export const caseId = (raw: string): CaseId => publicId(raw, 'kyc', 'case id') as CaseId;
export const reviewId = (raw: string): ReviewId => publicId(raw, 'rev', 'review id') as ReviewId;
export const waitId = (raw: string): WaitId => publicId(raw, 'wai', 'wait id') as WaitId;
export const blobId = (raw: string): BlobId => publicId(raw, 'blb', 'blob id') as BlobId;
export const partyId = (raw: string): PartyId => publicId(raw, 'pty', 'party id') as PartyId;
export const linkId = (raw: string): LinkId => publicId(raw, 'lnk', 'link id') as LinkId;
export const ticketId = (raw: string): TicketId => publicId(raw, 'tkt', 'ticket id') as TicketId;
export const conflictId = (raw: string): ConflictId => publicId(raw, 'cas', 'conflict case id') as ConflictId;
export const userId = (raw: string): UserId => publicId(raw, 'usr', 'user id') as UserId;
export const accrualId = (raw: string): AccrualId => publicId(raw, 'acc', 'accrual id') as AccrualId;
export const statementId = (raw: string): StatementId => publicId(raw, 'stm', 'statement id') as StatementId;
export const payoutId = (raw: string): PayoutId => publicId(raw, 'pay', 'payout id') as PayoutId;
export const decisionId = (raw: string): DecisionId => publicId(raw, 'dec', 'decision id') as DecisionId;

/** A mainland mobile number, 11 digits. */
export type Msisdn = Brand<'Msisdn'>;
export const msisdn = (raw: string): Msisdn => parse(raw, /^1\d{10}$/, 'mobile number') as Msisdn;
