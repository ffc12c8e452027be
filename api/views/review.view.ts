import { REVIEW_OPTIONS, reviewLabel, type ReviewOption } from '../../domain/review-options';
import type { Bilingual } from '../../domain/ports/use-cases';
import type { ReviewCaseFacts, ReviewRowFacts } from '../../domain/ports/review-desk';
import { describeAuthority } from '../../domain/texts/authority';
import { describeEnding, describeReason, inSentences } from '../../domain/texts/reasons';
import { validitySentence } from '../../domain/texts/validity';
import type { ReviewCase, ReviewRow } from '../schemas/review';
import { timelineEntry } from './order.view';

export function reviewRow(facts: ReviewRowFacts): ReviewRow {
  const top = facts.reasons.reduce((first, next) => (next.weight > first.weight ? next : first), {
    code: facts.reasons[0]?.code ?? 'RN_REJECTED',
    weight: -Infinity,
  });
  return {
    ...facts,
    reasons: facts.reasons.length,
    topReason: { code: top.code, text: describeReason(top.code).text },
  };
}

/** `serverNow` is real time: the lease is counted by it. */
export const reviewCase = (facts: ReviewCaseFacts, serverNow: string): ReviewCase => ({
  review: reviewRow(facts.review),
  serverNow,
  clear: facts.clear,
  evidenceHash: facts.evidenceHash,
  reasons: [...facts.review.reasons]
    .sort((left, right) => right.weight - left.weight)
    .map((reason) => ({ ...reason, text: describeReason(reason.code).text })),
  fields: [...facts.fields],
  face: facts.face,
  authority: { ...facts.authority, text: describeAuthority(facts.authority.code) },
  age: facts.age,
  validity: {
    from: facts.validity.from,
    to: facts.validity.to,
    text: validitySentence(facts.validity.to, facts.validity.asOf),
  },
  orders: [...facts.orders],
  history: facts.history.map((entry) => ({
    at: entry.at,
    actor: entry.actorName ?? entry.actor.kind,
    text: timelineEntry(entry).text,
  })),
  decisions: facts.decisions.map((decision) => ({
    ...decision,
    label: reviewLabel(decision.reasonCode) ?? describeReason(decision.reasonCode).text,
  })),
  options: isOpen(facts.review.state)
    ? REVIEW_OPTIONS.map(({ parts, ...option }) => ({
        ...option,
        customerText: customerText({ parts, ...option }),
        ...(parts.length === 0 ? {} : { parts: [...parts] }),
      }))
    : [],
  images: facts.images,
});

const isOpen = (state: ReviewRowFacts['state']): boolean => state === 'queued' || state === 'claimed';

/** What the customer will read: a `reject` is an ending, a `retake` is not. */
function customerText({ decision, reasonCode }: ReviewOption): Bilingual {
  if (decision === 'approve') return { zh: '', en: '' };
  return inSentences(decision === 'reject' ? describeEnding(reasonCode) : describeReason(reasonCode));
}
