import { existsSync, watch } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { progress } from '../setup/progress.mjs';
import { buildServer } from '../setup/server-build.mjs';
import { buildWeb } from '../setup/web-build.mjs';

const FOLDERS = ['domain', 'workflows', 'activities', 'adapters', 'api', 'workers', 'config', 'sandbox', 'web'];
/** Editors save in bursts. */
const SETTLE_MS = 200;

/** Builds again and restarts the product's processes when a source changes, until the signal. */
export function watchSources(product, signal) {
  const report = progress();
  let timer;
  const rebuild = async () => {
    try {
      const changed = await buildServer(report);
      await buildWeb(report);
      if (changed > 0) for (const child of product) child.restart();
    } catch (error) {
      report.note(error.message); // A half-typed file: the next save is waited for.
    }
  };
  for (const folder of FOLDERS.map((name) => path.join(ROOT, name)).filter((name) => existsSync(name))) {
    watch(folder, { recursive: true, signal }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => void rebuild(), SETTLE_MS);
    });
  }
}
