import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = path.resolve(__dirname, '../../..');

export interface BuiltPages {
  /** A folder as the API serves it: the phone pages lie in `phone/`. */
  readonly webRoot: string;
  /** What a phone loads, compressed. */
  readonly gzipBytes: number;
  readonly remove: () => void;
}

/** Today's phone pages, built into a folder of their own: `dist` may be older, and another test's. */
export function buildPhonePages(): BuiltPages {
  const webRoot = mkdtempSync(path.join(os.tmpdir(), 'cardflow-phone-'));
  const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
  const outDir = path.join(webRoot, 'phone');
  const config = path.join(ROOT, 'web/phone/vite.config.mts');
  const args = [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'error'];
  const env = { ...process.env, NODE_ENV: 'production' };
  const run = spawnSync(process.execPath, args, { cwd: ROOT, env, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`the phone pages do not build:\n${run.stdout}${run.stderr}`);
  const files = readdirSync(outDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return {
    webRoot,
    gzipBytes: files
      .map((entry) => gzipSync(readFileSync(path.join(entry.parentPath, entry.name))).length)
      .reduce((sum, bytes) => sum + bytes, 0),
    remove: () => {
      rmSync(webRoot, { recursive: true, force: true });
    },
  };
}
