import { readFile } from 'node:fs/promises';
import { DomainError } from '../../domain/errors';
import type { ColleaguesPort } from '../../domain/ports/colleagues';

interface Account {
  readonly login: string;
  readonly password: string;
}

/** Of the demo accounts: two officers, for a mismatch needs a second person, and one of support. */
const STAFF = ['officer1', 'officer2', 'support1'];

/**
 * Switches the sandbox's scripted colleagues. They sign in like people, with the demo accounts' passwords, which this
 * adapter hands over because the sandbox may not read our files.
 */
export function httpColleagues(ports: {
  readonly sandboxUrl: string;
  readonly apiUrl: string;
  /** accounts.json of the data folder. */
  readonly accountsFile: string;
}): ColleaguesPort {
  async function staff(): Promise<readonly Account[]> {
    const accounts = JSON.parse(await readFile(ports.accountsFile, 'utf8')) as readonly Account[];
    return accounts.filter(({ login }) => STAFF.includes(login)).map(({ login, password }) => ({ login, password }));
  }

  return {
    async isOn() {
      const answer = await fetch(`${ports.sandboxUrl}/control/colleagues`, {
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      if (answer?.ok !== true) throw new DomainError('PartnerDown', 'the sandbox does not answer');
      return ((await answer.json()) as { on: boolean }).on;
    },
    async set(on) {
      const answer = await fetch(`${ports.sandboxUrl}/control/colleagues`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(on ? { on, apiUrl: ports.apiUrl, accounts: await staff() } : { on }),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      if (answer?.ok !== true) throw new DomainError('PartnerDown', 'the sandbox did not switch the colleagues');
    },
  };
}
