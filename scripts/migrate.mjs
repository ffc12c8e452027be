// npm run migrate: applies the migrations to DATABASE_URL and KEYSTORE_URL, for databases of one's own.
import path from 'node:path';
import { ROOT } from './setup/paths.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';
import { ensureDatabase, migrate } from './supervisor/migrate.mjs';

await runMain(async () => {
  const targets = [
    ['DATABASE_URL', 'prisma/migrations'],
    ['KEYSTORE_URL', 'prisma/keystore/migrations'],
  ];
  for (const [variable, folder] of targets) {
    const url = process.env[variable];
    if (!url)
      throw new Trouble(`Set ${variable}: npm run migrate is for databases of your own, npm start migrates its own.`);
    await ensureDatabase(url);
    const applied = await migrate(url, path.join(ROOT, folder));
    process.stdout.write(`${variable}: ${applied.length > 0 ? applied.join(', ') : 'nothing to apply'}\n`);
  }
});
