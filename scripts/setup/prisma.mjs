import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './paths.mjs';
import { hashOfFiles, isStamped, stamp } from './stamp.mjs';
import { programFailed } from './trouble.mjs';

/** Generates the Prisma client into prisma/generated when the schema or Prisma itself changed. */
export async function generatePrismaClient({ step }) {
  const schema = path.join(ROOT, 'prisma/schema.prisma');
  if (!existsSync(schema)) return;
  const key = hashOfFiles([schema, path.join(ROOT, 'node_modules/prisma/package.json')]);
  if (isStamped('prisma', key) && existsSync(path.join(ROOT, 'prisma/generated'))) return;
  await step('generating the Prisma client', () => {
    const cli = path.join(ROOT, 'node_modules/prisma/build/index.js');
    const env = { ...process.env, PRISMA_HIDE_UPDATE_MESSAGE: '1', CHECKPOINT_DISABLE: '1' };
    const run = spawnSync(process.execPath, [cli, 'generate', '--no-hints'], { cwd: ROOT, env, encoding: 'utf8' });
    if (run.status !== 0) throw programFailed('prisma generate', run, path.join(ROOT, 'prisma/generated'));
  });
  stamp('prisma', key);
}
