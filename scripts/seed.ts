// Writes the demo catalogue and the accounts of accounts.json into the database; what is there already stays as it is.
import path from 'node:path';
import type { Logger } from 'pino';
import { newId } from '../adapters/ids';
import { createLogger } from '../adapters/log/logger';
import { hashPassword } from '../adapters/postgres/sessions';
import { prismaAccounts } from '../adapters/prisma/accounts';
import { prismaCatalogueDesk } from '../adapters/prisma/catalogue-desk';
import { prismaClient } from '../adapters/prisma/client';
import { parseConfig } from '../config/config';
import type { AccountsPort } from '../domain/ports/accounts';
import { readAccounts } from './seed/accounts-file';
import { addDemoCatalogue } from './seed/demo-catalogue';

/** Adds the accounts that are missing; returns how many. Hashing is slow on purpose, so known logins are not hashed again. */
export async function addAccounts(accounts: AccountsPort, file: string): Promise<number> {
  let added = 0;
  for (const { password, ...account } of readAccounts(file)) {
    if (await accounts.exists(account.login)) continue;
    const isNew = await accounts.add({ ...account, id: newId('usr'), passwordHash: await hashPassword(password) });
    if (isNew) added += 1;
  }
  return added;
}

async function seed(log: Logger): Promise<void> {
  const config = parseConfig(process.env);
  const prisma = prismaClient(config.databaseUrl);
  try {
    // Real customers' catalogue and accounts are not a demo's: production brings its own.
    if (config.mode === 'production') return;
    await addDemoCatalogue(prismaCatalogueDesk(prisma));
    const file = process.env['ACCOUNTS_FILE'] ?? path.join(config.dataDir, 'accounts.json');
    const added = await addAccounts(prismaAccounts(prisma), file);
    log.info({ count: added }, 'accounts and catalogue are in place');
  } finally {
    await prisma.$disconnect();
  }
}

if (require.main === module) {
  const log = createLogger({ name: 'seed', level: 'info' });
  seed(log).catch((error: unknown) => {
    log.error({ err: error }, 'accounts and catalogue could not be written');
    process.exitCode = 1;
  });
}
