import { DomainError } from '../errors';
import { comparableName, tidyName } from '../person-name';
import type { ClockPort } from '../ports/clock';
import type { SealingPort } from '../ports/sealing';
import type { CaseRecord } from '../ports/stores/cases';
import type { ReviewRecord } from '../ports/stores/reviews';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type { ReviewDecisionPort } from '../ports/use-cases';
import { REVIEW_OPTIONS } from '../review-options';
import type { MessagePorts } from './customer-messages';
import { askAgain } from './judge-identity';
import { identityContext } from './party';
import { evidenceContext, type StoredEvidence } from './read-identity';
import { tellOrders } from './verify-identity';

export interface DecideReviewPorts extends MessagePorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly clock: ClockPort;
}

type Decision = Parameters<ReviewDecisionPort['decide']>[0];

/**
 * An officer's decision, committed here and answered from here; the workflows hear of it afterwards. One officer may
 * approve in the review band, a mismatch needs two; one is enough to refuse or to ask for new pictures.
 */
export function decideReview(ports: DecideReviewPorts): ReviewDecisionPort {
  return {
    decide: (input) =>
      ports.work.inTransaction(async (tx) => {
        const kyc = await tx.cases.lockByReview(input.reviewId);
        const review = await tx.reviews.lock(input.reviewId);
        if (!kyc || !review) throw new DomainError('ReviewNotFound', `no review ${input.reviewId}`);
        const earlier = await tx.reviews.decisions(review.row);
        assertMayDecide(review, input, earlier, ports.clock.realMs());
        const option = REVIEW_OPTIONS.find((o) => o.decision === input.decision && o.reasonCode === input.reasonCode);
        if (!option) {
          throw new DomainError('BodyInvalid', 'no such reason for this decision', [
            { pointer: '/reasonCode', detail: 'unknown' },
          ]);
        }
        await tx.reviews.decide(review.row, {
          userId: input.userId,
          decision: input.decision,
          reasonCode: input.reasonCode,
          note: input.note ?? null,
          evidenceHash: input.evidenceHash,
        });
        const approvals =
          earlier.filter((d) => d.decision === 'approve').length + (input.decision === 'approve' ? 1 : 0);
        const outcome = input.decision === 'approve' && approvals < review.approvalsNeeded ? null : input.decision;
        if (outcome === null) await tx.reviews.requeue(review);
        else await carryOut(tx, ports, kyc, review, input, option.parts);
        await tx.outbox.put('signal-review', `${review.id}/${input.userId}`, {
          reviewId: review.id,
          caseId: kyc.id,
          number: review.number,
        });
        return {
          state: outcome === null ? 'queued' : 'decided',
          outcome,
          approvals,
          approvalsNeeded: review.approvalsNeeded,
        };
      }),
  };
}

/** Leases are real time: a jump of business time must not steal a case. */
function assertMayDecide(
  review: ReviewRecord,
  input: Decision,
  earlier: readonly { readonly userId: string }[],
  realMs: number,
): void {
  if (review.state === 'decided' || review.state === 'withdrawn')
    throw new DomainError('ReviewClosed', 'the case is decided');
  if (review.evidenceHash !== input.evidenceHash)
    throw new DomainError('EvidenceChanged', 'the evidence is another one now');
  if (earlier.some((d) => d.userId === input.userId))
    throw new DomainError('SameReviewerTwice', 'a second person decides');
  if (review.state !== 'claimed' || review.leaseUserId !== input.userId || (review.leaseUntilMs ?? 0) <= realMs) {
    throw new DomainError('LeaseLost', 'the case is not yours now');
  }
}

async function carryOut(
  tx: Tx,
  ports: DecideReviewPorts,
  kyc: CaseRecord,
  review: ReviewRecord,
  input: Decision,
  parts: readonly ('front' | 'back' | 'selfie')[],
): Promise<void> {
  await tx.reviews.close(review, 'decided', input.decision, input.reasonCode);
  const decidedBy = input.userId;
  switch (input.decision) {
    case 'approve': {
      await keepSpelling(tx, ports.sealing, kyc, review.round);
      const passed = await tx.cases.save(kyc, { state: 'passed', reasons: [], decidedBy });
      await tellOrders(tx, passed, `decision-${String(review.number)}`);
      return;
    }
    case 'reject': {
      const rejected = await tx.cases.save(kyc, {
        state: 'rejected',
        reasons: [{ code: input.reasonCode }],
        decidedBy,
      });
      await tellOrders(tx, rejected, `decision-${String(review.number)}`);
      return;
    }
    case 'retake':
      return askAgain(tx, ports, kyc, {
        redo: [...parts],
        confirm: [],
        reasons: [{ code: input.reasonCode }],
      });
  }
}

/**
 * The officer approved the spelling that the customer typed, so the card is opened in it. The number stays the declared
 * one: numbers are never typed, and what an engine read differently was looked at on the picture.
 */
async function keepSpelling(tx: Tx, sealing: SealingPort, kyc: CaseRecord, round: number): Promise<void> {
  const check = await tx.cases.check(kyc.row, round);
  if (!check) return;
  const opened = await sealing.open(check.sealedEvidence, evidenceContext(kyc.id, round));
  const { typed, declared } = JSON.parse(new TextDecoder().decode(opened)) as StoredEvidence;
  if (typed.name === undefined || typed.name === declared.name) return;
  const identity = { name: comparableName(tidyName(typed.name)), idNumber: declared.idNumber };
  const sealed = await sealing.seal(kyc.partyId, 'identity', JSON.stringify(identity), identityContext(kyc.partyId));
  await tx.parties.saveIdentity(kyc.partyId, sealed);
}
