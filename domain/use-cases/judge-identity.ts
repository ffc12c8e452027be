import type { CaseId, OrderId } from '../brand';
import { DomainError } from '../errors';
import {
  claimOf,
  type ConfirmableField,
  DEFAULT_KYC_POLICY,
  isReasonCode,
  judge,
  type KycEvidence,
  type KycPolicy,
  needsAuthority,
  type PicturePart,
  type Verdict,
} from '../kyc';
import type { AuthorityPort } from '../ports/authority';
import type { SealingPort } from '../ports/sealing';
import type { CaseRecord, CheckRecord } from '../ports/stores/cases';
import type { OrderRecord } from '../ports/stores/orders';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { LAST_COMMAND_NUMBER, partnerReference, reviewWorkflowId } from '../references';
import { describeReason } from '../texts/reasons';
import { plusMs, shanghaiDay } from '../time';
import { PROVISIONING_HOLD_MS, WAIT_RULES } from '../waits';
import { type MessagePorts, messageWithLink } from './customer-messages';
import { identityContext } from './party';
import { evidenceContext, type StoredEvidence } from './read-identity';
import { recordOnAll, tellOrders, type VerifyingStep, verifyingStep } from './verify-identity';
import { isLive } from './order-changes';

export interface JudgePorts extends MessagePorts {
  readonly work: UnitOfWork;
  readonly sealing: SealingPort;
  readonly authority: AuthorityPort;
}

/** The partner did not answer in time; nothing was judged. */
export interface NoAnswer {
  readonly kind: 'noAnswer';
}

export interface JudgeInput {
  readonly orderId: OrderId;
  readonly caseId: CaseId;
  readonly round: number;
}

type Asked =
  | { readonly kind: 'answered'; readonly code: string; readonly reference: string }
  | { readonly kind: 'down'; readonly reference: string }
  | { readonly kind: 'notAsked' };

/**
 * Asks the authority where that can change something, judges the round and writes the verdict for the whole purchase in
 * one transaction. Judging again answers with the step as it stands. `brief` leaves an authority that does not answer
 * to the queue that may take longer; `last` judges the outage, which is a wait and never a mismatch.
 */
export function judgeIdentity(ports: JudgePorts) {
  const step = verifyingStep(ports);
  return async (input: JudgeInput, patience: 'brief' | 'last'): Promise<VerifyingStep | NoAnswer> => {
    const open = await ports.work.inTransaction((tx) => openRound(tx, ports.sealing, input));
    if (open) {
      const asked = await askAuthority(ports, input, open);
      if (asked.kind === 'down' && patience === 'brief') return { kind: 'noAnswer' };
      await ports.work.inTransaction((tx) => settle(tx, ports, input, open, asked));
    }
    return step({ orderId: input.orderId, woke: null });
  };
}

interface OpenRound {
  readonly evidence: Omit<KycEvidence, 'authority'>;
  readonly policy: KycPolicy;
}

/** The evidence of a round that is still to be judged; null when somebody judged it already. */
async function openRound(tx: Tx, sealing: SealingPort, { caseId, round }: JudgeInput): Promise<OpenRound | null> {
  const kyc = await tx.cases.lock(caseId);
  if (!kyc) throw new DomainError('CaseNotFound', `no case ${caseId}`);
  if (kyc.state !== 'submitted' || kyc.round !== round) return null;
  const check = await tx.cases.check(kyc.row, round);
  if (!check) throw new Error(`round ${String(round)} of ${caseId} was not read`);
  return roundEvidence(tx, sealing, kyc, check);
}

async function roundEvidence(tx: Tx, sealing: SealingPort, kyc: CaseRecord, check: CheckRecord): Promise<OpenRound> {
  const opened = await sealing.open(check.sealedEvidence, evidenceContext(kyc.id, check.round));
  const stored = JSON.parse(new TextDecoder().decode(opened)) as StoredEvidence;
  const pinned = await tx.cases.pinnedPolicy(kyc.purchaseRow);
  const today = shanghaiDay(tx.now);
  const sameDay = kyc.retriesDay === today;
  return {
    evidence: {
      reading: stored.reading,
      declared: stored.declared,
      asOf: today,
      ...(await tx.cases.ageLimits(kyc.purchaseRow)),
      typed: stored.typed,
      earlier: (await tx.cases.earlierReasons(kyc.row, kyc.round)).filter(isReasonCode),
      round: kyc.round,
      faceRetriesToday: sameDay ? kyc.faceRetries : 0,
      documentRetriesToday: sameDay ? kyc.documentRetries : 0,
    },
    policy: pinned ? { ...DEFAULT_KYC_POLICY, ...pinned } : DEFAULT_KYC_POLICY,
  };
}

/** A source outage is `down`, never a mismatch. The reference exists before the call, so a lost answer is asked for again. */
async function askAuthority(ports: JudgePorts, input: JudgeInput, open: OpenRound): Promise<Asked> {
  const unasked: KycEvidence = { ...open.evidence, authority: { kind: 'notAsked' } };
  const claim = claimOf(unasked);
  if (claim === null || !needsAuthority(unasked, open.policy)) return { kind: 'notAsked' };
  const call = await ports.work.inTransaction(async (tx) => {
    const kyc = await tx.cases.lock(input.caseId);
    const { reference, number } = await turnOf(tx, input);
    const intended = await tx.calls.intend({
      partner: 'authority',
      command: 'verify',
      reference,
      orderRow: null,
      purchaseRow: kyc?.purchaseRow ?? null,
      attempt: input.round,
      number,
      intent: { caseId: input.caseId, round: input.round },
    });
    await tx.calls.tried(reference);
    return intended;
  });
  const { reference } = call;
  if (call.state === 'done' && typeof call.outcome?.['code'] === 'string')
    return { kind: 'answered', code: call.outcome['code'], reference };
  const answer = await ports.authority.verify({ requestId: reference, ...claim });
  return answer.kind === 'answered' ? { kind: 'answered', code: answer.code, reference } : { kind: 'down', reference };
}

/** An unknown result keeps its reference; an answer that only says "not now" is final for its request, so a new one is made. Throws once all are used up. */
async function turnOf(tx: Tx, { caseId, round }: JudgeInput): Promise<{ reference: string; number: number }> {
  for (let number = 1; round <= LAST_COMMAND_NUMBER && number <= LAST_COMMAND_NUMBER; number += 1) {
    const reference = partnerReference(caseId, round, 'verify', number);
    const call = await tx.calls.find(reference);
    if (call?.state !== 'refused') return { reference, number };
  }
  throw new DomainError('ReferencesUsedUp', `no further request for round ${String(round)} of ${caseId}`);
}

async function settle(tx: Tx, ports: JudgePorts, input: JudgeInput, open: OpenRound, asked: Asked): Promise<void> {
  const kyc = await tx.cases.lock(input.caseId);
  if (!kyc) throw new DomainError('CaseNotFound', `no case ${input.caseId}`);
  if (kyc.state !== 'submitted' || kyc.round !== input.round) return;
  const verdict = judge({ ...open.evidence, authority: asked }, open.policy);
  const isLater = verdict.kind === 'wait';
  if (asked.kind === 'answered')
    await tx.calls.settle(asked.reference, isLater ? 'refused' : 'done', { code: asked.code });
  if (asked.kind === 'down') await tx.calls.settle(asked.reference, 'unknown', { why: 'no answer' });
  await tx.cases.judged(kyc.row, input.round, asked.kind === 'notAsked' ? null : { ...asked }, {
    ...verdict,
    policyVersion: open.policy.version,
  });
  await writeVerdict(tx, ports, kyc, verdict, { ...open.evidence, authority: asked });
}

async function writeVerdict(
  tx: Tx,
  ports: JudgePorts,
  kyc: CaseRecord,
  verdict: Verdict,
  evidence: KycEvidence,
): Promise<void> {
  switch (verdict.kind) {
    case 'pass': {
      await keepClaim(tx, ports, kyc, evidence);
      const passed = await tx.cases.save(kyc, { state: 'passed', reasons: [], needed: [], confirm: [] });
      await tellOrders(tx, passed, 'passed', 'lead');
      return;
    }
    case 'reject': {
      const rejected = await tx.cases.save(kyc, { state: 'rejected', reasons: verdict.reasons });
      await tellOrders(tx, rejected, 'rejected', 'lead');
      return;
    }
    case 'retry':
      return askAgain(tx, ports, kyc, verdict, 'lead');
    case 'review':
      return openReview(tx, ports, kyc, verdict);
    case 'wait': {
      await tx.cases.save(kyc, { state: 'awaiting-source', reasons: verdict.reasons });
      const orders = await liveOrders(tx, kyc);
      await recordOnAll(tx, orders, { kind: 'sourceAwaited', reasonCodes: verdict.reasons.map((r) => r.code) });
      // The customer did their part: nobody loses a number to somebody else's outage.
      await keepNumbers(tx, orders);
      return;
    }
  }
}

/** The card is opened in the name that the picture bears out; where that is not the declared spelling, the party is told. */
async function keepClaim(tx: Tx, ports: JudgePorts, kyc: CaseRecord, evidence: KycEvidence): Promise<void> {
  const claim = claimOf(evidence);
  if (claim === null || (claim.name === evidence.declared.name && claim.idNumber === evidence.declared.idNumber))
    return;
  const sealed = await ports.sealing.seal(kyc.partyId, 'identity', JSON.stringify(claim), identityContext(kyc.partyId));
  await tx.parties.saveIdentity(kyc.partyId, sealed);
}

const liveOrders = async (tx: Tx, kyc: CaseRecord): Promise<readonly OrderRecord[]> =>
  (await tx.orders.lockPurchase(kyc.purchaseRow)).filter(isLive);

/** What goes back to the customer: from a verdict, or as an officer wishes. */
export interface AskedAgain {
  readonly redo: readonly PicturePart[];
  readonly confirm: readonly ConfirmableField[];
  readonly reasons: readonly { readonly code: string; readonly part?: string }[];
}

/** Back to the customer: what to photograph again or confirm, why, and the link to do it. */
export async function askAgain(
  tx: Tx,
  ports: MessagePorts,
  kyc: CaseRecord,
  retry: AskedAgain,
  except: 'nobody' | 'lead' = 'nobody',
): Promise<void> {
  const today = shanghaiDay(tx.now);
  const sameDay = kyc.retriesDay === today;
  const face = retry.redo.includes('selfie') ? 1 : 0;
  // A spelling typed again is a try as well, or it could be tried until the picture bears one out.
  const card = retry.confirm.length > 0 || retry.redo.some((part) => part !== 'selfie') ? 1 : 0;
  const documents = Object.fromEntries(
    Object.entries(kyc.documents).filter(([part]) => !(retry.redo as readonly string[]).includes(part)),
  );
  const asked = await tx.cases.save(kyc, {
    state: 'awaiting-documents',
    round: kyc.round + 1,
    documents,
    needed: [...retry.redo],
    confirm: [...retry.confirm],
    // What was typed for the old picture says nothing about the new one.
    ...(retry.redo.includes('front') ? { sealedTyped: null } : {}),
    reasons: retry.reasons,
    retriesDay: today,
    faceRetries: (sameDay ? kyc.faceRetries : 0) + face,
    documentRetries: (sameDay ? kyc.documentRetries : 0) + card,
  });
  const top = retry.reasons[0];
  await messageWithLink(tx, ports, kyc.purchaseRow, 'documents-again', String(asked.round), {
    reason: top ? describeReason(top.code).text.zh : '',
  });
  const orders = await tellOrders(tx, asked, 'asked-again', except);
  await recordOnAll(tx, orders, {
    kind: 'documentsAsked',
    round: asked.round,
    redo: [...retry.redo],
    confirm: [...retry.confirm],
    reasonCodes: retry.reasons.map((r) => r.code),
  });
}

async function openReview(
  tx: Tx,
  ports: JudgePorts,
  kyc: CaseRecord,
  verdict: Extract<Verdict, { kind: 'review' }>,
): Promise<void> {
  const check = await tx.cases.check(kyc.row, kyc.round);
  if (!check) throw new Error(`round ${String(kyc.round)} of ${kyc.id} was not read`);
  const id = ports.ids.next('rev');
  const number = await tx.reviews.nextNumber(kyc.row);
  await tx.reviews.insert({
    id,
    caseRow: kyc.row,
    number,
    round: kyc.round,
    approvalsNeeded: verdict.approvals,
    reasons: verdict.reasons,
    evidenceHash: check.evidenceHash,
    dueAt: plusMs(tx.now, WAIT_RULES.review.dueMs),
  });
  await tx.outbox.put('start-review', reviewWorkflowId(kyc.id, number), { reviewId: id, caseId: kyc.id, number });
  const reviewed = await tx.cases.save(kyc, { state: 'in-review', reasons: verdict.reasons });
  const orders = await tellOrders(tx, reviewed, `review-${String(number)}`, 'lead');
  await recordOnAll(tx, orders, {
    kind: 'reviewOpened',
    reviewId: id,
    approvals: verdict.approvals,
    reasonCodes: verdict.reasons.map((r) => r.code),
  });
  await keepNumbers(tx, orders);
}

async function keepNumbers(tx: Tx, orders: readonly OrderRecord[]): Promise<void> {
  for (const order of orders) {
    if (order.state.number)
      await tx.numbers.extend(order.state.number, order.row, plusMs(tx.now, PROVISIONING_HOLD_MS));
  }
}
