import { installPackages, preparePostgresBinaries } from './packages.mjs';
import { prepareModels } from './models.mjs';
import { generatePrismaClient } from './prisma.mjs';
import { progress } from './progress.mjs';
import { buildServer } from './server-build.mjs';
import { fetchTestServer, resolveTemporalCli } from './temporal-cli.mjs';
import { buildWeb } from './web-build.mjs';

/**
 * Everything a start needs, each step skipped when it is already done. `forTests` adds what only tests need; `web: false` leaves the
 * pages as they are.
 * Returns { temporalCli } (null where TEMPORAL_ADDRESS serves and no CLI is wanted).
 */
export async function prepare({ quiet = false, forTests = false, wantsTemporal = true, web = true } = {}) {
  const report = progress({ quiet });
  await installPackages(report);
  await preparePostgresBinaries(report);
  const temporalCli = wantsTemporal ? await resolveTemporalCli(report) : null;
  if (forTests) await fetchTestServer(report);
  await prepareModels(report);
  await generatePrismaClient(report);
  await buildServer(report);
  if (web) await buildWeb(report);
  return { temporalCli };
}
