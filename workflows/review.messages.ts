import { defineSignal } from '@temporalio/workflow';
import type { CaseId, ReviewId } from '../domain/brand';

export interface ReviewInput {
  readonly reviewId: ReviewId;
  readonly caseId: CaseId;
  readonly number: number;
}

export interface ReviewResult {
  readonly outcome: string;
}

/** The review's row changed: claimed, given back or decided. The row says what. */
export const reviewChanged = defineSignal('reviewChanged');
