import { execFileSync, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { ROOT } from '../setup/paths.mjs';
import { POSTGRES_PACKAGE } from '../setup/packages.mjs';
import { Trouble } from '../setup/trouble.mjs';
import { bareEnvironment } from './environment.mjs';

/** The folder with `postgres` and `initdb`: the npm package's, else what the system has. */
export function postgresBinaries() {
  const shipped = path.join(ROOT, 'node_modules', POSTGRES_PACKAGE, 'native/bin');
  if (existsSync(path.join(shipped, 'postgres'))) return { bin: shipped, from: 'npm package' };
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  const debian = '/usr/lib/postgresql';
  if (existsSync(debian)) folders.push(...readdirSync(debian).map((version) => path.join(debian, version, 'bin')));
  const bin = folders.find((folder) => ['postgres', 'initdb'].every((name) => existsSync(path.join(folder, name))));
  if (bin) return { bin, from: 'this system' };
  throw new Trouble(
    'There is no PostgreSQL for this platform in npm: install one, or set DATABASE_URL and KEYSTORE_URL.',
  );
}

/**
 * How to run PostgreSQL as whoever we are. It refuses uid 0: in a user namespace of our own we are uid 1000 to it and
 * stay the owner of our files to the kernel; where namespaces are not allowed, we change to a real user.
 */
function unprivileged(folder) {
  if (process.getuid?.() !== 0) return [];
  const namespace = ['unshare', '--user', '--map-user=1000', '--map-group=1000'];
  if (spawnSync(namespace[0], [...namespace.slice(1), 'true']).status === 0) return namespace;
  const user = process.env.PGRUNAS ?? 'nobody';
  const id = (flag) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
  const ids = { uid: id('-u'), gid: id('-g') };
  giveAway(folder, ids);
  const switcher = ['setpriv', `--reuid=${ids.uid}`, `--regid=${ids.gid}`, '--clear-groups'];
  if (spawnSync(switcher[0], [...switcher.slice(1), 'true']).status === 0) return switcher;
  throw new Trouble(
    'PostgreSQL does not run as root and neither unshare nor setpriv work here: start as another user.',
  );
}

function giveAway(folder, { uid, gid }) {
  for (const entry of readdirSync(folder, { recursive: true })) lchownSync(path.join(folder, entry), uid, gid);
  chownSync(folder, uid, gid);
}

/**
 * Makes a cluster in `folder` when there is none and returns the command line that serves it.
 * The superuser's password is random and lies beside the data, so that no other account of this machine gets in.
 * `throwaway` trades durability for speed: for tests only.
 */
export function postgresCommand({ folder, port, throwaway = false }) {
  const { bin, from } = postgresBinaries();
  const data = path.join(folder, 'data');
  const passwordFile = path.join(folder, 'password');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(passwordFile)) writeFileSync(passwordFile, randomBytes(18).toString('hex'), { mode: 0o600 });
  const prefix = unprivileged(folder);
  if (!existsSync(path.join(data, 'PG_VERSION'))) initialise({ bin, data, passwordFile, prefix, throwaway });
  const password = readFileSync(passwordFile, 'utf8');
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '32MB', // Full within half an hour, so that memory is level from then on; the rest is the kernel's cache.
    jit: 'off', // Every statement of ours is shorter than its compilation.
    logging_collector: 'off',
    ...(throwaway ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' } : {}),
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    command: [...prefix, path.join(bin, 'postgres'), '-D', data, ...options],
    env: { ...bareEnvironment(process.env), LC_ALL: 'C' },
    from,
    urlOf: (database) => `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`,
  };
}

function initialise({ bin, data, passwordFile, prefix, throwaway }) {
  rmSync(data, { recursive: true, force: true }); // A first start that was cut off left half a cluster.
  const flags = ['-D', data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile];
  flags.push('-E', 'UTF8', '--locale=C.UTF-8', '--data-checksums', ...(throwaway ? ['--no-sync'] : []));
  const [command, ...args] = [...prefix, path.join(bin, 'initdb'), ...flags];
  const run = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  if (run.status === 0) return;
  const output = `${run.stdout ?? ''}${run.stderr ?? ''}`;
  if (/No space left/i.test(output)) throw Object.assign(new Error('initdb'), { code: 'ENOSPC', path: data });
  throw new Trouble(`PostgreSQL could not make its data folder ${data}: ${output.trim().split('\n').at(-1)}`);
}

/** The `pg` package, which exists only once the packages are installed. */
export const loadPg = () => createRequire(path.join(ROOT, 'package.json'))('pg');
