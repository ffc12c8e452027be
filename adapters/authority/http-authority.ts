import { z } from 'zod';
import type { AuthorityPort } from '../../domain/ports/authority';
import { bearerJson, type BearerService } from '../bearer-json';

const answer = z.looseObject({ code: z.string() });

/**
 * The identity authority over HTTP. Anything but a coded answer is an outage, never a mismatch. The time limit is short:
 * the judgement waits for it in a local activity of 3 s.
 */
export function httpAuthority(service: BearerService): AuthorityPort & { close: () => Promise<void> } {
  const partner = bearerJson(service);
  return {
    async verify(input) {
      const heard = await partner.post('/verify', input, answer);
      return heard.kind === 'heard' ? { kind: 'answered', code: heard.body.code } : { kind: 'down', why: heard.why };
    },
    close: partner.close,
  };
}
