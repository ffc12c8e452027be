import { instant, msisdn, type ShipmentId } from '../../domain/brand';
import {
  apply,
  begin,
  choosesNumber,
  FROM,
  isEnded,
  NEXT,
  type OrderEvent,
  type OrderEventKind,
  type OrderState,
} from '../../domain/order';
import { END_STAGES, STAGES, type Stage, type Status } from '../../domain/stages';

const NUMBER = msisdn('13500000000');
const OTHER = msisdn('13500000001');
const AT = instant('2026-03-02T01:00:00.000Z');

/** One event of each kind, about the order's own number. */
const EVENTS: { readonly [Kind in OrderEventKind]: Extract<OrderEvent, { kind: Kind }> } = {
  received: { kind: 'received', externalRef: 'R1', line: 1, number: NUMBER },
  verificationStarted: { kind: 'verificationStarted', documents: 'missing' },
  documentsSubmitted: { kind: 'documentsSubmitted', round: 1 },
  documentsAsked: { kind: 'documentsAsked', round: 2, redo: ['front'], confirm: [], reasonCodes: ['RN_OCR_BLURRED'] },
  reminded: { kind: 'reminded', what: 'documents', times: 1 },
  linkReissued: { kind: 'linkReissued', linkId: 'lnk_x' },
  sourceAwaited: { kind: 'sourceAwaited', reasonCodes: ['RN_SOURCE_DOWN'] },
  checkResumed: { kind: 'checkResumed' },
  reviewOpened: { kind: 'reviewOpened', reviewId: 'rev_x', approvals: 1, reasonCodes: ['RN_FACE_REVIEW'] },
  identityPassed: { kind: 'identityPassed', caseId: 'kyc_x', round: 1, by: 'machine' },
  identityRejected: { kind: 'identityRejected', caseId: 'kyc_x', reasonCode: 'RN_FACE_REFUSED' },
  documentsExpired: { kind: 'documentsExpired' },
  numberLapsed: { kind: 'numberLapsed', number: NUMBER },
  numberHeld: { kind: 'numberHeld', number: NUMBER, until: AT },
  numberTaken: { kind: 'numberTaken', number: NUMBER },
  numberAsked: { kind: 'numberAsked', reasonCode: 'NUMBER_TAKEN' },
  numberChosen: { kind: 'numberChosen', number: NUMBER, until: AT },
  numberWaitExpired: { kind: 'numberWaitExpired' },
  openingStarted: { kind: 'openingStarted', occupyReference: 'O', submitReference: 'S' },
  carrierAccepted: { kind: 'carrierAccepted', submitReference: 'S', carrierOrderNo: 'C' },
  carrierDown: { kind: 'carrierDown', command: 'submit' },
  carrierResumed: { kind: 'carrierResumed' },
  carrierProgress: { kind: 'carrierProgress', word: 'opened' },
  carrierRefused: { kind: 'carrierRefused', reasonCode: 'CR_AGE', submitReference: 'S' },
  parked: { kind: 'parked', why: 'CR_SYSTEM' },
  parkedExpired: { kind: 'parkedExpired' },
  opened: { kind: 'opened', number: NUMBER, iccid: '8986' },
  courierDown: { kind: 'courierDown', command: 'dispatch' },
  courierResumed: { kind: 'courierResumed' },
  dispatched: { kind: 'dispatched', shipmentId: 'shp_x' as ShipmentId, waybill: 'SF1', company: 'shunfeng' },
  parcelProgress: { kind: 'parcelProgress', state: 'in-transit' },
  parcelSilent: { kind: 'parcelSilent', newsAt: null },
  parcelTurned: { kind: 'parcelTurned', state: 'refused' },
  interceptionAsked: { kind: 'interceptionAsked', reference: 'X', reasonCode: 'ADDRESS_WRONG' },
  parcelIntercepted: { kind: 'parcelIntercepted', reference: 'X' },
  interceptionRefused: { kind: 'interceptionRefused', reference: 'X' },
  parcelReturned: { kind: 'parcelReturned', reasonCode: 'PARCEL_RETURNED' },
  parcelLost: { kind: 'parcelLost' },
  signed: { kind: 'signed', by: 'self', signedAt: AT, activateBy: AT },
  handoverCleared: { kind: 'handoverCleared', reasonCode: 'HOLDER_CONFIRMED' },
  activationStopped: { kind: 'activationStopped', reasonCode: 'HOLDER_DENIES' },
  handoverStopped: { kind: 'handoverStopped', reasonCode: 'SIGNED_BY_ANOTHER' },
  activated: {
    kind: 'activated',
    number: NUMBER,
    iccid: '8986',
    activatedAt: AT,
    confirmedBy: 'L2',
    personMatches: true,
    area: null,
    deliveryArea: null,
    dueAt: AT,
  },
  activationExpired: { kind: 'activationExpired' },
  restored: { kind: 'restored', attempt: 2, number: NUMBER, iccid: '8986' },
  retried: { kind: 'retried', to: 'checking' },
  undoSucceeded: { kind: 'undoSucceeded', reasonCode: 'CARRIER_WORD_UNKNOWN' },
  cancelled: { kind: 'cancelled', reasonCode: 'CUSTOMER' },
};

const state = (stage: Stage, change: Partial<OrderState> = {}): OrderState => ({
  stage,
  status: isEnded(stage) ? 'ended' : 'opening',
  reasonCode: 'BEFORE',
  number: NUMBER,
  iccid: null,
  ...change,
});

/** The whole table, written a second time by hand: event, from, to, finer word, reason, number kept. `=` is unchanged. */
type Row = readonly [OrderEventKind, Stage, Stage, Status | '=', string | null, boolean];
const TABLE: readonly Row[] = [
  ['verificationStarted', 'received', 'verifying', 'awaiting-documents', '=', true],
  ['documentsSubmitted', 'verifying', 'verifying', 'checking', null, true],
  ['documentsAsked', 'verifying', 'verifying', 'awaiting-documents', 'RN_OCR_BLURRED', true],
  ['reminded', 'received', 'received', '=', '=', true],
  ['reminded', 'verifying', 'verifying', '=', '=', true],
  ['reminded', 'provisioning', 'provisioning', '=', '=', true],
  ['linkReissued', 'received', 'received', '=', '=', true],
  ['linkReissued', 'verifying', 'verifying', '=', '=', true],
  ['linkReissued', 'provisioning', 'provisioning', '=', '=', true],
  ['sourceAwaited', 'verifying', 'verifying', 'awaiting-source', 'RN_SOURCE_DOWN', true],
  ['checkResumed', 'verifying', 'verifying', 'checking', null, true],
  ['reviewOpened', 'verifying', 'verifying', 'in-review', 'RN_FACE_REVIEW', true],
  ['identityPassed', 'verifying', 'provisioning', 'opening', null, true],
  ['identityRejected', 'verifying', 'rejected', 'ended', 'RN_FACE_REFUSED', false],
  ['documentsExpired', 'received', 'expired', 'ended', 'DOCUMENTS_NOT_SENT', false],
  ['documentsExpired', 'verifying', 'expired', 'ended', 'DOCUMENTS_NOT_SENT', false],
  ['numberLapsed', 'received', 'received', '=', '=', false],
  ['numberLapsed', 'verifying', 'verifying', '=', '=', false],
  ['numberLapsed', 'provisioning', 'provisioning', '=', '=', false],
  ['numberHeld', 'received', 'received', '=', '=', true],
  ['numberHeld', 'verifying', 'verifying', '=', '=', true],
  ['numberHeld', 'provisioning', 'provisioning', '=', '=', true],
  ['numberTaken', 'provisioning', 'provisioning', 'opening', null, false],
  ['numberAsked', 'provisioning', 'provisioning', 'awaiting-number', 'NUMBER_TAKEN', false],
  ['numberChosen', 'provisioning', 'provisioning', 'opening', null, true],
  ['numberWaitExpired', 'provisioning', 'expired', 'ended', 'NUMBER_NOT_CHOSEN', false],
  ['openingStarted', 'provisioning', 'provisioning', 'opening', null, true],
  ['carrierAccepted', 'provisioning', 'provisioning', 'awaiting-carrier', null, true],
  ['carrierDown', 'provisioning', 'provisioning', 'carrier-down', 'CARRIER_DOWN', true],
  ['carrierResumed', 'provisioning', 'provisioning', 'opening', null, true],
  ['carrierProgress', 'provisioning', 'provisioning', '=', '=', true],
  ['carrierRefused', 'provisioning', 'rejected', 'ended', 'CR_AGE', false],
  ['parked', 'received', 'received', 'parked', 'CR_SYSTEM', true],
  ['parked', 'verifying', 'verifying', 'parked', 'CR_SYSTEM', true],
  ['parked', 'provisioning', 'provisioning', 'parked', 'CR_SYSTEM', true],
  ['parkedExpired', 'received', 'failed', 'ended', '=', false],
  ['parkedExpired', 'verifying', 'failed', 'ended', '=', false],
  ['parkedExpired', 'provisioning', 'failed', 'ended', '=', false],
  ['reminded', 'activating', 'activating', '=', '=', true],
  ['carrierDown', 'shipping', 'shipping', 'carrier-down', 'CARRIER_DOWN', true],
  ['carrierDown', 'activating', 'activating', 'carrier-down', 'CARRIER_DOWN', true],
  ['carrierResumed', 'activating', 'activating', 'awaiting-activation', null, true],
  ['parked', 'shipping', 'shipping', 'parked', 'CR_SYSTEM', true],
  ['parked', 'activating', 'activating', 'parked', 'CR_SYSTEM', true],
  ['parkedExpired', 'shipping', 'failed', 'ended', '=', false],
  ['parkedExpired', 'activating', 'failed', 'ended', '=', false],
  ['opened', 'provisioning', 'shipping', 'dispatching', null, true],
  ['courierDown', 'shipping', 'shipping', 'courier-down', 'COURIER_DOWN', true],
  ['courierResumed', 'shipping', 'shipping', 'dispatching', null, true],
  ['dispatched', 'shipping', 'shipping', 'in-transit', null, true],
  ['parcelProgress', 'shipping', 'shipping', '=', '=', true],
  ['parcelSilent', 'shipping', 'shipping', '=', '=', true],
  ['parcelTurned', 'shipping', 'shipping', 'returning', 'PARCEL_COMES_BACK', true],
  ['parcelTurned', 'activating', 'activating', 'returning', 'PARCEL_COMES_BACK', true],
  ['interceptionAsked', 'shipping', 'shipping', '=', '=', true],
  ['parcelIntercepted', 'shipping', 'shipping', '=', '=', true],
  ['parcelIntercepted', 'activating', 'activating', '=', '=', true],
  ['interceptionRefused', 'shipping', 'shipping', '=', '=', true],
  ['interceptionRefused', 'activating', 'activating', '=', '=', true],
  ['parcelReturned', 'shipping', 'returned', 'ended', 'PARCEL_RETURNED', false],
  ['parcelReturned', 'activating', 'returned', 'ended', 'PARCEL_RETURNED', false],
  ['parcelLost', 'shipping', 'failed', 'ended', 'PARCEL_LOST', false],
  ['signed', 'shipping', 'activating', 'awaiting-activation', null, true],
  ['handoverCleared', 'activating', 'activating', 'awaiting-activation', null, true],
  ['activationStopped', 'activating', 'activating', 'activation-stopped', 'HOLDER_DENIES', true],
  ['handoverStopped', 'activating', 'failed', 'ended', 'SIGNED_BY_ANOTHER', false],
  ['activated', 'activating', 'active', 'ended', null, true],
  ['activationExpired', 'activating', 'expired', 'ended', 'NOT_ACTIVATED', false],
  ['cancelled', 'shipping', 'cancelled', 'ended', 'CUSTOMER', false],
  ['cancelled', 'activating', 'cancelled', 'ended', 'CUSTOMER', false],
  ['retried', 'received', 'received', 'checking', null, true],
  ['retried', 'verifying', 'verifying', 'checking', null, true],
  ['retried', 'provisioning', 'provisioning', 'checking', null, true],
  ['retried', 'shipping', 'shipping', 'checking', null, true],
  ['retried', 'activating', 'activating', 'checking', null, true],
  ['undoSucceeded', 'provisioning', 'provisioning', 'parked', 'CARRIER_WORD_UNKNOWN', true],
  ['undoSucceeded', 'shipping', 'shipping', 'parked', 'CARRIER_WORD_UNKNOWN', true],
  ['undoSucceeded', 'activating', 'activating', 'parked', 'CARRIER_WORD_UNKNOWN', true],
  ['cancelled', 'received', 'cancelled', 'ended', 'CUSTOMER', false],
  ['cancelled', 'verifying', 'cancelled', 'ended', 'CUSTOMER', false],
  ['cancelled', 'provisioning', 'cancelled', 'ended', 'CUSTOMER', false],
];

describe('the transition table', () => {
  it.each(TABLE)('%s leads from %s to %s', (kind, from, to, status, reasonCode, isNumberKept) => {
    const before = state(from);

    const applied = apply(before, EVENTS[kind]);

    expect(applied).toEqual({
      ok: true,
      state: {
        stage: to,
        status: status === '=' ? before.status : status,
        reasonCode: reasonCode === '=' ? 'BEFORE' : reasonCode,
        number: isNumberKept ? NUMBER : null,
        iccid: kind === 'activated' || kind === 'opened' ? '8986' : null,
      },
    });
    expect(NEXT[from]).toContain(to);
  });

  const listed = new Set(TABLE.map(([kind, from]) => `${kind} ${from}`));
  const unlisted = (Object.keys(FROM) as OrderEventKind[]).flatMap((kind) =>
    STAGES.filter((stage) => !listed.has(`${kind} ${stage}`)).map((stage) => [kind, stage] as const),
  );
  it.each(unlisted)('%s is refused in %s', (kind, stage) => {
    const applied = apply(state(stage), EVENTS[kind]);

    expect(applied).toEqual({
      ok: false,
      refusal: (END_STAGES as readonly Stage[]).includes(stage)
        ? { kind: 'ended', stage }
        : { kind: 'notFromHere', stage, status: 'opening' },
    });
  });

  it.each([
    ['numberLapsed', 'provisioning'],
    ['numberTaken', 'provisioning'],
    ['opened', 'provisioning'],
    ['activated', 'activating'],
  ] as const)('%s about another number changes nothing', (kind, stage) => {
    const applied = apply(state(stage, { number: OTHER }), EVENTS[kind]);

    expect(applied).toEqual({ ok: false, refusal: { kind: 'otherNumber' } });
  });

  it('takes a held number as the answer to the question for one', () => {
    const applied = apply(state('provisioning', { status: 'awaiting-number', number: null }), EVENTS.numberHeld);

    expect(applied).toMatchObject({ ok: true, state: { status: 'opening', reasonCode: null, number: NUMBER } });
  });

  it('says that no number came where nobody had one to choose', () => {
    const waiting = state('provisioning', { status: 'awaiting-number', reasonCode: 'CR_NO_STOCK', number: null });

    expect([choosesNumber(waiting), choosesNumber({ ...waiting, reasonCode: 'NUMBER_TAKEN' })]).toEqual([false, true]);
    expect(apply(waiting, { kind: 'numberWaitExpired', reasonCode: 'CR_NO_STOCK' })).toMatchObject({
      ok: true,
      state: { stage: 'expired', reasonCode: 'CR_NO_STOCK' },
    });
  });

  it.each(['other', 'locker'] as const)('holds the activation of a parcel signed by %s', (by) => {
    const applied = apply(state('shipping', { iccid: '8986' }), { ...EVENTS.signed, by });

    expect(applied).toMatchObject({
      ok: true,
      state: { stage: 'activating', status: 'activation-held', reasonCode: 'SIGNED_BY_ANOTHER' },
    });
  });

  it('waits for a parcel that the courier turned round, unless it waits for support', () => {
    const turned = (status: Status) => apply(state('shipping', { status }), EVENTS.parcelIntercepted);

    expect(turned('in-transit')).toMatchObject({
      state: { stage: 'shipping', status: 'returning', reasonCode: 'PARCEL_COMES_BACK' },
    });
    expect(turned('parked')).toMatchObject({ state: { status: 'parked', reasonCode: 'BEFORE' } });
  });

  it('brings back only an order that expired because nobody activated it', () => {
    const expired = state('expired', { number: null, reasonCode: 'NOT_ACTIVATED' });

    expect(apply(expired, EVENTS.restored)).toMatchObject({
      ok: true,
      state: { stage: 'activating', status: 'awaiting-activation', number: NUMBER, iccid: '8986', reasonCode: null },
    });
    expect(apply({ ...expired, reasonCode: 'DOCUMENTS_NOT_SENT' }, EVENTS.restored)).toMatchObject({ ok: false });
    expect(apply(expired, EVENTS.activated)).toMatchObject({ ok: false, refusal: { kind: 'ended' } });
  });

  it('starts checking at once where the documents came with the order', () => {
    const applied = apply(begin(EVENTS.received), { kind: 'verificationStarted', documents: 'present' });

    expect(applied).toMatchObject({ ok: true, state: { stage: 'verifying', status: 'checking' } });
  });

  it('begins as received, with the number that is held', () => {
    expect(begin(EVENTS.received)).toEqual({
      stage: 'received',
      status: 'accepted',
      reasonCode: null,
      number: NUMBER,
      iccid: null,
    });
  });
});
