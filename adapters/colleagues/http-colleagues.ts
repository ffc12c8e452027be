import { readFile } from 'node:fs/promises';
import { DomainError } from '../../domain/errors';
import type { ColleaguesPort } from '../../domain/ports/colleagues';

interface Account {
  readonly login: string;
  readonly password: string;
}

/** The two officers of the demo accounts: a mismatch needs a second person. */
const OFFICERS = ['officer1', 'officer2'];

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
  async function officers(): Promise<readonly Account[]> {
    const accounts = JSON.parse(await readFile(ports.accountsFile, 'utf8')) as readonly Account[];
    return accounts.filter(({ login }) => OFFICERS.includes(login)).map(({ login, password }) => ({ login, password }));
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
        body: JSON.stringify(on ? { on, apiUrl: ports.apiUrl, accounts: await officers() } : { on }),
        signal: AbortSignal.timeout(5_000),
      }).catch(() => null);
      if (answer?.ok !== true) throw new DomainError('PartnerDown', 'the sandbox did not switch the colleagues');
    },
  };
}
