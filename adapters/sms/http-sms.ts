import { Agent, request } from 'undici';
import { z } from 'zod';
import type { SmsPort } from '../../domain/ports/messages';

const answer = z.looseObject({ code: z.literal('0'), messageId: z.string() });

/** Text messages over HTTP; idempotent by reference, so an unknown result is simply sent again. */
export function httpSms(settings: {
  readonly url: string;
  readonly token: string;
  readonly timeoutMs: number;
}): SmsPort & {
  close: () => Promise<void>;
} {
  const agent = new Agent({ connections: 4, keepAliveTimeout: 10_000 });
  return {
    async send(input) {
      try {
        const response = await request(`${settings.url}/send`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${settings.token}` },
          body: JSON.stringify(input),
          dispatcher: agent,
          signal: AbortSignal.timeout(settings.timeoutMs),
        });
        const text = await response.body.text();
        if (response.statusCode !== 200) return { kind: 'down', why: `HTTP ${String(response.statusCode)}` };
        const parsed = answer.safeParse(JSON.parse(text));
        return parsed.success
          ? { kind: 'sent', messageId: parsed.data.messageId }
          : { kind: 'down', why: 'the answer has another form' };
      } catch (error) {
        return { kind: 'down', why: error instanceof Error ? error.name : 'no answer' };
      }
    },
    close: () => agent.close(),
  };
}
