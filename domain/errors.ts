/** The one vocabulary of failures: history, logs, metrics and HTTP clients match on the code. */
export const FAILURES = {
  OrderNotFound: { retryable: false, status: 404, title: 'Order not found' },
  ReviewNotFound: { retryable: false, status: 404, title: 'Review not found' },
  CaseNotFound: { retryable: false, status: 404, title: 'Verification case not found' },
  TicketNotFound: { retryable: false, status: 404, title: 'Ticket not found' },
  ConflictNotFound: { retryable: false, status: 404, title: 'Conflict case not found' },
  BlobNotFound: { retryable: false, status: 404, title: 'Image not found' },
  LinkInvalid: { retryable: false, status: 410, title: 'This link is no longer valid' },
  NotSignedIn: { retryable: false, status: 401, title: 'Please sign in' },
  WrongCredentials: { retryable: false, status: 401, title: 'Login or password is wrong' },
  NotAllowed: { retryable: false, status: 403, title: 'Your role does not allow this' },
  CsrfMissing: { retryable: false, status: 403, title: 'The request lacks its protection token' },
  SignatureInvalid: { retryable: false, status: 401, title: 'The signature is not valid' },
  SignatureStale: { retryable: false, status: 401, title: 'The timestamp is outside the allowed five minutes' },
  NonceReplayed: { retryable: false, status: 401, title: 'This request was received before' },
  BodyInvalid: { retryable: false, status: 400, title: 'The request is not valid' },
  PathInvalid: { retryable: false, status: 400, title: 'The path is not readable' },
  PathTooLong: { retryable: false, status: 414, title: 'The path is too long' },
  BodyTooLarge: { retryable: false, status: 413, title: 'The request is too large' },
  MediaTypeUnsupported: { retryable: false, status: 415, title: 'This kind of content is not taken here' },
  OrderRefused: { retryable: false, status: 422, title: 'This order cannot work' },
  ReferenceConflict: { retryable: false, status: 409, title: 'This reference was used for another order' },
  StateConflict: { retryable: true, status: 409, title: 'Somebody else changed this first' },
  TransitionRefused: { retryable: false, status: 409, title: 'The order cannot do this in its present state' },
  LeaseLost: { retryable: false, status: 409, title: 'You do not hold this case now: claim it first' },
  ReviewClosed: { retryable: false, status: 409, title: 'This case is decided' },
  SameReviewerTwice: { retryable: false, status: 409, title: 'A second person has to decide' },
  ConflictClosed: { retryable: false, status: 409, title: 'This conflict case was settled already' },
  EvidenceChanged: { retryable: false, status: 409, title: 'The evidence changed since you looked' },
  TicketHeld: { retryable: false, status: 409, title: 'Somebody else has this ticket' },
  TicketClosed: { retryable: false, status: 409, title: 'This ticket is closed' },
  NotOnDuty: { retryable: false, status: 409, title: 'This takes somebody on duty' },
  ImageRefused: { retryable: false, status: 422, title: 'This picture cannot be used' },
  StepRefused: { retryable: false, status: 409, title: 'This step is not open now' },
  NumberTaken: { retryable: false, status: 409, title: 'The number is taken' },
  TooManyRequests: { retryable: true, status: 429, title: 'Too many requests' },
  DatabaseUnavailable: {
    retryable: true,
    status: 503,
    title: 'The service cannot take this now; nothing was promised',
  },
  PartnerDown: { retryable: true, status: 503, title: 'A partner does not answer' },
  StatementNotFound: { retryable: false, status: 404, title: 'Statement not found' },
  StatementNotReady: { retryable: false, status: 409, title: 'This statement cannot be paid now' },
  PayoutNotFound: { retryable: false, status: 404, title: 'Payout not found' },
  PayoutAmountChanged: { retryable: false, status: 409, title: 'This payout is of another amount by now' },
  CommissionHeld: { retryable: false, status: 409, title: 'A case about an order of this payout is open' },
  PayoutClosed: { retryable: false, status: 409, title: 'This payout was decided before' },
  MakerMayNotRelease: { retryable: false, status: 403, title: 'A second person has to release this payout' },
  NothingToDecide: { retryable: false, status: 409, title: 'There is nothing to decide about this commission now' },
  DecisionOpen: { retryable: false, status: 409, title: 'A decision about this commission waits for a second person' },
  DecisionNotFound: { retryable: false, status: 404, title: 'Decision not found' },
  DecisionClosed: { retryable: false, status: 409, title: 'This decision was confirmed or withdrawn before' },
  MakerMayNotConfirm: { retryable: false, status: 403, title: 'A second person has to confirm this decision' },
  CalendarNotLoaded: { retryable: false, status: 409, title: 'No calendar is published for this day' },
  ChainTooDeep: { retryable: false, status: 422, title: 'Commission has at most two levels' },
  ReferencesUsedUp: { retryable: false, status: 409, title: 'No further request can be made of this partner' },
  ClockInvalid: { retryable: false, status: 422, title: 'Business time only moves forward' },
  NotFound: { retryable: false, status: 404, title: 'There is nothing here' },
} as const satisfies Record<string, { retryable: boolean; status: number; title: string }>;

export type FailureCode = keyof typeof FAILURES;

/** The only error class of ours. `detail` holds no personal data: it reaches logs and clients. */
export class DomainError extends Error {
  constructor(
    readonly code: FailureCode,
    readonly detail: string,
    readonly errors: readonly { readonly pointer: string; readonly detail: string }[] = [],
  ) {
    super(`${code}: ${detail}`);
    this.name = 'DomainError';
  }
}

export function assertNever(value: never): never {
  throw new TypeError(`unexpected variant ${JSON.stringify(value)}`);
}
