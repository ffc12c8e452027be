import { CONSENTS, consentsAnswered } from '../../domain/consents';
import { choosesNumber } from '../../domain/order';
import type { SelfServiceFacts } from '../../domain/ports/self-service';
import { describeReason } from '../../domain/texts/reasons';
import { fieldLabel, resultText } from '../../domain/texts/self-service';
import { selfServiceOutcome, selfServiceStep } from '../../domain/self-service';
import type { SelfServiceState } from '../schemas/self-service';

/** Tries a customer has a day for documents and for the face, before a person looks. */
const TRIES_A_DAY = 3;

/** `now` is business time: the page counts its deadline by it. */
export function selfServiceState(facts: SelfServiceFacts, now: string): SelfServiceState {
  const step = selfServiceStep(facts, consentsAnswered(facts.consentsGiven, facts.consentsDeclined));
  const outcome = selfServiceOutcome(facts);
  const reasonCode =
    facts.orders.find((order) => order.reasonCode !== null)?.reasonCode ?? facts.reasons[0]?.code ?? null;
  return {
    step,
    planName: facts.planName,
    quantity: facts.quantity,
    holder: facts.holder,
    consents: CONSENTS.map(({ kind, required, title, text, textHash }) => ({
      kind,
      required,
      title,
      text,
      textHash,
      given: facts.consentsGiven.some((given) => given.kind === kind && given.textHash === textHash),
      declined: facts.consentsDeclined.some((declined) => declined.kind === kind && declined.textHash === textHash),
    })),
    needed: [...facts.needed],
    received: [...facts.received],
    reasons: facts.reasons.map(({ code, part }) => ({ code, part, ...describeReason(code) })),
    fields: step === 'confirm' ? facts.fields.map((field) => ({ ...field, label: fieldLabel(field.field) })) : [],
    deadline: facts.deadline,
    serverNow: now,
    attemptsLeft: Math.max(0, TRIES_A_DAY - Math.max(facts.documentRetries, facts.faceRetries)),
    result: outcome === null || step === 'number' ? null : { outcome, ...resultText(outcome, reasonCode) },
    orders: facts.orders.map((order) => ({
      id: order.id,
      stage: order.stage,
      number: order.number,
      choosesNumber: choosesNumber(order),
    })),
  };
}
