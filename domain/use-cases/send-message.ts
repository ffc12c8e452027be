import { DomainError } from '../errors';
import type { LinkTokenPort, SmsPort } from '../ports/messages';
import type { SealingPort } from '../ports/sealing';
import type { UnitOfWork } from '../ports/unit-of-work';
import { isMessageTemplate, messageText } from '../texts/messages';
import { openContact } from './party';

/** Sends one text message. The gateway is idempotent by reference, so dying before the note is made sends nothing twice. */
export function sendMessage(ports: { work: UnitOfWork; sealing: SealingPort; links: LinkTokenPort; sms: SmsPort }) {
  return async ({ reference }: { reference: string }): Promise<void> => {
    const job = await ports.work.inTransaction(async (tx) => {
      const message = await tx.notifications.find(reference);
      return message && !message.sent
        ? { message, contact: await openContact(tx, ports.sealing, message.partyId) }
        : null;
    });
    if (!job) return;
    const { message, contact } = job;
    if (!isMessageTemplate(message.template)) throw new Error(`no message template ${message.template}`);
    const text = messageText(message.template, message.params, message.linkId && ports.links.url(message.linkId));
    const answer = await ports.sms.send({ reference, phone: contact.phone, text });
    if (answer.kind === 'down') throw new DomainError('PartnerDown', `sms ${reference}: ${answer.why}`);
    await ports.work.inTransaction((tx) => tx.notifications.sent(reference, answer.messageId));
  };
}
