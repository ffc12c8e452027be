import { Agent, request } from 'undici';
import { z } from 'zod';
import type { AuthorityPort } from '../../domain/ports/authority';

const answer = z.looseObject({ code: z.string() });

/** The identity authority over HTTP. Anything but a coded answer is an outage, never a mismatch. */
export function httpAuthority(settings: {
  readonly url: string;
  readonly token: string;
  /** Short: the judgement waits for it in a local activity of 3 s. */
  readonly timeoutMs: number;
}): AuthorityPort & { close: () => Promise<void> } {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000 });
  return {
    async verify(input) {
      try {
        const response = await request(`${settings.url}/verify`, {
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
          ? { kind: 'answered', code: parsed.data.code }
          : { kind: 'down', why: 'the answer has another form' };
      } catch (error) {
        return { kind: 'down', why: error instanceof Error ? error.name : 'no answer' };
      }
    },
    close: () => agent.close(),
  };
}
