import { DomainError } from '../../domain/errors';
import type { PartnersTimePort } from '../../domain/ports/partners-time';

const PATIENCE_MS = 10_000;

/** The sandbox's own clock over its control routes. */
export function httpPartnersTime({ sandboxUrl }: { readonly sandboxUrl: string }): PartnersTimePort {
  async function ask<T>(path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${sandboxUrl}/control/${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => null);
    if (answer?.ok !== true) throw new DomainError('PartnerDown', 'the sandbox does not answer');
    return (await answer.json()) as T;
  }

  return {
    quiet: () => ask('quiet'),
    follow: async (offsetMs) => {
      await ask('clock', { offsetMs: Math.round(offsetMs) });
    },
  };
}
