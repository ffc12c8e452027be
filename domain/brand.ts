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
export type ConflictId = Brand<'ConflictId'>;

const publicId =
  <Id extends string>(prefix: string, what: string) =>
  (raw: string): Id =>
    parse(raw, new RegExp(`^${prefix}_[0-9a-z]{12}$`), what) as Id;

export const orderId = publicId<OrderId>('ord', 'order id');
export const purchaseId = publicId<PurchaseId>('pur', 'purchase id');
export const caseId = publicId<CaseId>('kyc', 'case id');
export const reviewId = publicId<ReviewId>('rev', 'review id');
export const waitId = publicId<WaitId>('wai', 'wait id');
export const blobId = publicId<BlobId>('blb', 'blob id');
export const partyId = publicId<PartyId>('pty', 'party id');
export const linkId = publicId<LinkId>('lnk', 'link id');
export const userId = publicId<UserId>('usr', 'user id');

/** A mainland mobile number, 11 digits. */
export type Msisdn = Brand<'Msisdn'>;
export const msisdn = (raw: string): Msisdn => parse(raw, /^1\d{10}$/, 'mobile number') as Msisdn;
