import { DomainError } from '../errors';
import { choosesNumber } from '../order';
import type { UnitOfWork } from '../ports/unit-of-work';
import type { LinkReissuePort } from '../ports/use-cases';
import { HOUR_MS, MINUTE_MS, plusMs } from '../time';
import { messageWithLink, messageWithOrderLink, type MessagePorts } from './customer-messages';
import { isLive } from './order-changes';
import { recordOnAll } from './verify-identity';

/** Text messages cost money and patience; who needs more than this in an hour is better helped on the phone. Business time. */
const LINKS_AN_HOUR = 3;

/** For somebody who opened the link on the wrong phone, or gave it away: the old link and its pages end, a new one is sent. */
export function reissueLink(ports: MessagePorts & { readonly work: UnitOfWork }): LinkReissuePort {
  return {
    reissue: ({ orderId, by }) =>
      ports.work.inTransaction(async (tx) => {
        const kyc = await tx.cases.lockByOrder(orderId);
        const orders = kyc ? await tx.orders.lockPurchase(kyc.purchaseRow) : [];
        const order = orders.find(({ id }) => id === orderId);
        if (!kyc || !order) throw new DomainError('OrderNotFound', `no order ${orderId}`);
        const isForDocuments = kyc.state === 'awaiting-documents';
        if (!isLive(order) || !(isForDocuments || choosesNumber(order.state)))
          throw new DomainError('StepRefused', 'nothing is asked of the customer now');
        // Pressed twice, or its reply was lost: one link goes out.
        const again = await tx.links.sentSince(kyc.purchaseRow, 'link-again', plusMs(tx.now, -MINUTE_MS));
        if (again) return { linkId: again.id, expiresAt: again.expiresAt };
        const recent = await tx.links.issuedSince(kyc.purchaseRow, plusMs(tx.now, -HOUR_MS));
        if (recent.count >= LINKS_AN_HOUR) {
          const next = plusMs(recent.oldest ?? tx.now, HOUR_MS);
          throw new DomainError('TooManyRequests', `${String(LINKS_AN_HOUR)} links an hour; the next one from ${next}`);
        }
        await tx.links.revoke(kyc.purchaseRow);
        const say = isForDocuments ? messageWithLink : messageWithOrderLink;
        const link = await say(tx, ports, kyc.purchaseRow, 'link-again', 'reissued', {});
        await recordOnAll(
          tx,
          orders.filter(isLive),
          { kind: 'linkReissued', linkId: link.id },
          { kind: 'staff', id: by },
        );
        return { linkId: link.id, expiresAt: link.expiresAt };
      }),
  };
}
