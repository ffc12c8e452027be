import fc from 'fast-check';
import { instant, type Msisdn, msisdn } from '../../domain/brand';
import { apply, begin, FROM, isEnded, NEXT, type OrderEvent, type OrderEventKind } from '../../domain/order';
import { STATUSES } from '../../domain/stages';

const NUMBERS = ['13500000000', '13500000001'].map(msisdn);
const START = begin({ kind: 'received', externalRef: 'R1', line: 1, number: msisdn('13500000000') });

const code = fc.constantFrom('RN_OCR_BLURRED', 'CR_AGE', 'X');
const number: fc.Arbitrary<Msisdn> = fc.constantFrom(...NUMBERS);
const kind = fc.constantFrom(...(Object.keys(FROM) as OrderEventKind[]));

/** Any event with any content: what a writer could possibly bring. */
const event: fc.Arbitrary<OrderEvent> = fc
  .record({
    kind,
    number,
    reasonCode: code,
    why: code,
    to: fc.constantFrom('accepted', 'awaiting-documents', 'checking', 'awaiting-source', 'in-review', 'opening'),
    reasonCodes: fc.array(code, { maxLength: 2 }),
    documents: fc.constantFrom('present', 'missing'),
    iccid: fc.constantFrom('8986', '8987'),
    by: fc.constantFrom('self', 'other', 'locker', 'unspecified'),
    attempt: fc.constant(2),
    activatedAt: fc.constant(instant('2026-03-02T01:00:00.000Z')),
  })
  .map((any) => any as unknown as OrderEvent);

describe('any sequence of events', () => {
  it('never leaves the table of stages, and every state is a known one', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state = START;
        for (const one of events) {
          const applied = apply(state, one);
          if (!applied.ok) continue;
          expect(NEXT[state.stage]).toContain(applied.state.stage);
          expect(STATUSES).toContain(applied.state.status);
          expect(applied.state.status === 'ended').toBe(isEnded(applied.state.stage));
          state = applied.state;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('never moves an order that has ended, but for an activation in time that is told late', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), fc.array(event, { maxLength: 20 }), (events, late) => {
        const end = events.reduce((state, one) => {
          const applied = apply(state, one);
          return applied.ok ? applied.state : state;
        }, START);
        fc.pre(isEnded(end.stage));

        const isRestorable = end.reasonCode === 'NOT_ACTIVATED';
        for (const one of late.filter(({ kind }) => !(isRestorable && kind === 'restored')))
          expect(apply(end, one)).toEqual({ ok: false, refusal: { kind: 'ended', stage: end.stage } });
      }),
      { numRuns: 500 },
    );
  });

  it('leaves no number on an order that ended without one being opened', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const end = events.reduce((state, one) => {
          const applied = apply(state, one);
          return applied.ok ? applied.state : state;
        }, START);

        if (end.stage === 'active') expect([end.number, end.iccid]).not.toContain(null);
        else if (isEnded(end.stage)) expect(end.number).toBeNull();
        else if (end.stage !== 'shipping' && end.stage !== 'activating') expect(end.iccid).toBeNull();
        else expect([end.number, end.iccid]).not.toContain(null);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is judged without changing what was there', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 30 }), (events) => {
        let state = Object.freeze({ ...START });
        for (const one of events) {
          const copy = structuredClone(state);
          const applied = apply(state, Object.freeze(one));
          expect(state).toEqual(copy);
          if (applied.ok) state = Object.freeze(applied.state);
        }
      }),
    );
  });
});
