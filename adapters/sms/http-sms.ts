import { z } from 'zod';
import type { SmsPort } from '../../domain/ports/messages';
import { bearerJson, type BearerService } from '../bearer-json';

const answer = z.looseObject({ code: z.literal('0'), messageId: z.string() });

/** Text messages over HTTP; idempotent by reference, so an unknown result is simply sent again. */
export function httpSms(service: BearerService): SmsPort & { close: () => Promise<void> } {
  const partner = bearerJson(service);
  return {
    async send(input) {
      const heard = await partner.post('/send', input, answer);
      return heard.kind === 'heard'
        ? { kind: 'sent', messageId: heard.body.messageId }
        : { kind: 'down', why: heard.why };
    },
    close: partner.close,
  };
}
