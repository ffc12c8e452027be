import { consentsAnswered } from '../consents';
import type { IdsPort } from '../ports/messages';
import type { SealingPort } from '../ports/sealing';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { SubmissionPort } from '../ports/use-cases';
import { plusMs } from '../time';
import { HOLD_MS } from '../waits';
import { recordOnAll, tellOrders } from './verify-identity';
import { DomainError } from '../errors';

/** The sealing context of what a customer typed at the confirm step. */
export const typedContext = (caseId: string): string => `case/${caseId}/typed`;

/** Hands in the customer's round: the case moves to `submitted` and the lead order is told by a fact. */
export function submitDocuments(ports: { work: UnitOfWork; sealing: SealingPort; ids: IdsPort }): SubmissionPort {
  return {
    submit: ({ purchaseId, confirmed }) =>
      ports.work.inTransaction(async (tx) => {
        const kyc = await tx.cases.lockByPurchase(purchaseId);
        if (!kyc) throw new DomainError('CaseNotFound', `no case of ${purchaseId}`);
        if (kyc.state === 'submitted') return { accepted: true };
        if (kyc.state !== 'awaiting-documents') throw new DomainError('StepRefused', `the case is ${kyc.state}`);
        const given = await tx.purchases.consents(kyc.purchaseRow);
        if (!consentsAnswered(given, await tx.purchases.declinedConsents(kyc.purchaseRow)))
          throw new DomainError('StepRefused', 'the consents come first');
        const missing = (['front', 'back', 'selfie'] as const).filter((part) => !kyc.documents[part]);
        const again = kyc.needed.filter((part) => missing.includes(part as (typeof missing)[number]));
        if (missing.length > 0 || again.length > 0) {
          throw new DomainError(
            'StepRefused',
            'pictures are missing',
            missing.map((part) => ({ pointer: `/documents/${part}`, detail: 'missing' })),
          );
        }
        const typed = {
          ...(kyc.confirm.includes('name') && confirmed.name !== undefined ? { name: confirmed.name } : {}),
          ...(kyc.confirm.includes('address') && confirmed.address !== undefined ? { address: confirmed.address } : {}),
        };
        // What was typed belongs to the picture it corrects: asked to confirm and typing nothing means a new picture came.
        const typedNothing = Object.keys(typed).length === 0;
        const sealedTyped = typedNothing
          ? kyc.confirm.length > 0
            ? null
            : kyc.sealedTyped
          : await ports.sealing.seal(kyc.partyId, 'identity', JSON.stringify(typed), typedContext(kyc.id));
        const submitted = await tx.cases.save(kyc, { state: 'submitted', needed: [], confirm: [], sealedTyped });
        const orders = await tellOrders(tx, submitted, 'submitted');
        await recordOnAll(
          tx,
          orders,
          { kind: 'documentsSubmitted', round: submitted.round },
          { kind: 'customer', id: null },
        );
        // A sign of life: the numbers stay held for another while.
        for (const order of orders) {
          if (order.state.number) await tx.numbers.extend(order.state.number, order.row, plusMs(tx.now, HOLD_MS));
        }
        return { accepted: true };
      }),
  };
}
