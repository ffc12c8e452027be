import { readFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { setClocks } from '../../scripts/demo/travel';
import { expectStatus, openWorld, type World } from '../../scripts/demo/world';

/** The product that all stories of this group share, while it is this file's turn. */
export interface Product {
  readonly world: World;
  readonly dataDir: string;
  /** The password of a demo account, which people type into the console. */
  readonly passwordOf: (login: string) => string;
  /** Lets the next test file have it. */
  readonly giveBack: () => void;
}

/** The calendar of holidays is loaded for 2026, as in the demo. */
const FIRST_MORNING = '2026-03-10T01:30:00.000Z';

/** Waits for its turn; the first borrower also waits for the product to start. */
export async function borrowProduct(): Promise<Product> {
  const { answer, giveBack } = await askLender();
  try {
    if (answer.error !== undefined) throw new Error(`the product did not start: ${answer.error}`);
    const world = openWorld(answer.runFile);
    await leaveRealTime(world);
    const dataDir = path.dirname(answer.runFile);
    return { world, dataDir, passwordOf: passwordsIn(path.join(dataDir, 'accounts.json')), giveBack };
  } catch (error) {
    giveBack();
    throw error;
  }
}

/** Only the first borrower finds the clocks where they started. */
async function leaveRealTime(world: World): Promise<void> {
  const clock = expectStatus(await world.call<{ offsetMs: number }>(`${world.sandbox}/control/clock`), 200, 'clock');
  if (clock.offsetMs === 0) await setClocks(world, FIRST_MORNING);
}

function passwordsIn(accountsFile: string): Product['passwordOf'] {
  const accounts = JSON.parse(readFileSync(accountsFile, 'utf8')) as { login: string; password: string }[];
  return (login) => {
    const account = accounts.find((each) => each.login === login);
    if (account === undefined) throw new Error(`no demo account ${login}`);
    return account.password;
  };
}

interface Answer {
  readonly runFile: string;
  readonly error?: string;
}

function askLender(): Promise<{ answer: Answer; giveBack: () => void }> {
  const address = process.env['CARDFLOW_TEST_PRODUCT'];
  if (address === undefined) throw new Error('CARDFLOW_TEST_PRODUCT is not set: see jest.config.cjs');
  return new Promise((resolve, reject) => {
    const request = http.get(address, { agent: false }, (response) => {
      response.on('error', () => undefined); // Hanging up is how the loan ends.
      response.setEncoding('utf8').once('data', (line: string) => {
        resolve({ answer: JSON.parse(line) as Answer, giveBack: () => request.destroy() });
      });
    });
    request.once('error', reject);
  });
}
