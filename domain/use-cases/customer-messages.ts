import type { Instant, LinkId, OrderId } from '../brand';
import type { IdsPort, LinkTokenPort } from '../ports/messages';
import type { Json, Row } from '../ports/stores/row';
import type { Tx } from '../ports/unit-of-work';
import { messageReference } from '../references';
import { DAY_MS, plusMs } from '../time';
import type { MessageTemplate } from '../texts/messages';
import { describeEnding, inSentences } from '../texts/reasons';

export interface MessagePorts {
  readonly ids: IdsPort;
  readonly links: LinkTokenPort;
}

/** What a link is for; each purpose has one open link a purchase, so that neither throws the other's device out. */
const LINK_MS = {
  /** As long as the wait it serves, and a day more for the result page. */
  identity: 4 * DAY_MS,
  /** To see how an order stands and to ask: for the parcel, the activation window and a week more. */
  order: 60 * DAY_MS,
} as const;
type Purpose = keyof typeof LINK_MS;

type Message = (
  tx: Tx,
  ports: MessagePorts,
  purchaseRow: Row,
  template: MessageTemplate,
  key: string,
  params: Json,
) => Promise<{ readonly id: LinkId; readonly expiresAt: Instant }>;

/**
 * Tells the customer by text message, with the purchase's one link to prove who they are: the open one is sent again,
 * because a new one would throw out the device that is at work on the page.
 */
export const messageWithLink: Message = (...message) => withLink('identity', ...message);

/** As `messageWithLink`, with the link under which an order is looked at and asked about. */
export const messageWithOrderLink: Message = (...message) => withLink('order', ...message);

async function withLink(
  purpose: Purpose,
  ...[tx, ports, purchaseRow, template, key, params]: Parameters<Message>
): ReturnType<Message> {
  const link = (await tx.links.open(purchaseRow, purpose)) ?? (await issue(tx, ports, purchaseRow, purpose));
  const expiresAt = plusMs(tx.now, LINK_MS[purpose]);
  await tx.links.extend(link.row, expiresAt);
  await put(tx, {
    purchaseRow,
    template,
    reference: messageReference(link.id, `${template}-${key}`),
    linkRow: link.row,
    params,
  });
  return { id: link.id, expiresAt };
}

/** Tells the customer how an order stands; once per order and template, or per `times` where it is said again. */
export async function messageAboutOrder(
  tx: Tx,
  purchaseRow: Row,
  orderId: OrderId,
  template: MessageTemplate,
  params: Json,
  times: number | null = null,
): Promise<void> {
  const about = times === null ? template : `${template}-${String(times)}`;
  await put(tx, { purchaseRow, template, reference: messageReference(orderId, about), linkRow: null, params });
}

async function issue(
  tx: Tx,
  ports: MessagePorts,
  purchaseRow: Row,
  purpose: Purpose,
): Promise<{ row: Row; id: LinkId }> {
  const id = ports.ids.next('lnk');
  const row = await tx.links.issue({
    id,
    tokenHash: ports.links.tokenHash(id),
    purchaseRow,
    purpose,
    expiresAt: plusMs(tx.now, LINK_MS[purpose]),
  });
  return { row, id };
}

async function put(tx: Tx, notification: Parameters<Tx['notifications']['put']>[0]): Promise<void> {
  await tx.notifications.put(notification);
  await tx.outbox.put('sms', notification.reference, { reference: notification.reference });
}

/** Why an order ended, as it stands in a message: what is wrong and what to do. */
export const reasonForCustomer = (code: string): string => inSentences(describeEnding(code)).zh;
