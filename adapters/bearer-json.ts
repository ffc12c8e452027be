import { Agent, request } from 'undici';
import type { z } from 'zod';

/** An answer of the expected form, or why there is none. Whether the other side acted is then not known. */
export type Heard<Body> =
  { readonly kind: 'heard'; readonly body: Body } | { readonly kind: 'silence'; readonly why: string };

export interface BearerService {
  /** Base address, no slash at the end. */
  readonly url: string;
  readonly token: string;
  /** How long one call may take, in ms. */
  readonly timeoutMs: number;
}

/** JSON over POST with a bearer token: the plain kind of partner. Anything but a 200 of the expected form is silence. */
export function bearerJson(service: BearerService) {
  const agent = new Agent({ connections: 8, keepAliveTimeout: 10_000 });
  return {
    async post<Body>(path: string, body: unknown, expected: z.ZodType<Body>): Promise<Heard<Body>> {
      try {
        const response = await request(`${service.url}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${service.token}` },
          body: JSON.stringify(body),
          dispatcher: agent,
          signal: AbortSignal.timeout(service.timeoutMs),
        });
        const text = await response.body.text();
        if (response.statusCode !== 200) return { kind: 'silence', why: `HTTP ${String(response.statusCode)}` };
        const parsed = expected.safeParse(JSON.parse(text));
        return parsed.success
          ? { kind: 'heard', body: parsed.data }
          : { kind: 'silence', why: 'the answer has another form' };
      } catch (error) {
        return { kind: 'silence', why: error instanceof Error ? error.name : 'no answer' };
      }
    },
    close: () => agent.close(),
  };
}
