import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { until } from '../support/until';
import { call, fixture, follow, isAlive } from './processes';

jest.setTimeout(60_000);

const started: number[] = [];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-supervisor-'));
});
afterAll(() => {
  for (const pid of started) if (isAlive(pid)) process.kill(pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const remember = (pid: number | undefined): number => {
  if (pid === undefined) throw new Error('no pid');
  started.push(pid);
  return pid;
};

describe('a supervised child', () => {
  it('is started again when it is killed, and ended for good when it is stopped', async () => {
    const supervisor = follow('supervise.mjs', [fixture('fake-child.mjs')]);
    const first = remember((await supervisor.next('ready')).pid);
    await supervisor.next('started');

    process.kill(first, 'SIGKILL');
    const second = remember((await supervisor.next('ready')).pid);

    expect(second).not.toBe(first);
    supervisor.process.kill('SIGTERM');
    await supervisor.next('stopped');
    expect(isAlive(second)).toBe(false);
  });

  it('ends by itself when the supervisor is killed with -9', async () => {
    const supervisor = follow('supervise.mjs', [fixture('fake-child.mjs')]);
    const child = remember((await supervisor.next('ready')).pid);

    supervisor.process.kill('SIGKILL');

    await until('the child to notice', () => !isAlive(child));
  });

  it('is reported in one sentence when it keeps dying', async () => {
    const supervisor = follow('supervise.mjs', [path.join(folder, 'there-is-no-such-file.mjs')]);

    const { sentence } = await supervisor.next('gave up');

    expect(sentence).toMatch(/^fake did not start \(.+\): see its output\.$/);
  });
});

describe('a server on the leash', () => {
  it('ends when the supervisor is killed with -9, although it watches nothing itself', async () => {
    const supervisor = follow('supervise.mjs', [fixture('fake-server.mjs'), 'SIGTERM']);
    const server = remember((await supervisor.next('ready')).pid);
    await supervisor.next('started');

    supervisor.process.kill('SIGKILL');

    await until('the leash to end the server', () => !isAlive(server));
  });

  it('is replaced, not doubled, when its leash is killed', async () => {
    const supervisor = follow('supervise.mjs', [fixture('fake-server.mjs'), 'SIGTERM']);
    const first = remember((await supervisor.next('ready')).pid);
    const holder = remember((await supervisor.next('started')).holder);

    process.kill(holder, 'SIGKILL');
    const second = remember((await supervisor.next('ready')).pid);

    expect(isAlive(first)).toBe(false);
    expect(isAlive(second)).toBe(true);
    supervisor.process.kill('SIGTERM');
    await supervisor.next('stopped');
    expect(isAlive(second)).toBe(false);
  });
});

describe('what an earlier run left behind', () => {
  const stranger = (): number =>
    remember(spawn(process.execPath, [fixture('fake-server.mjs')], { stdio: 'ignore' }).pid);
  const identityOf = (pid: number): { pid: number; startTime: string } =>
    call('supervisor/process-identity.mjs', 'identityOf', [pid]).value as { pid: number; startTime: string };

  it('is ended when pid and start time are those written down, and never by the pid alone', async () => {
    const [orphan, reused] = [stranger(), stranger()];
    await until('both to run', () => isAlive(orphan) && isAlive(reused));
    const dataDir = mkdtempSync(path.join(folder, 'orphans-'));
    const children = [
      { name: 'api', ...identityOf(orphan) },
      { name: 'sandbox', pid: reused, startTime: `${identityOf(reused).startTime}, of another process` },
    ];
    writeFileSync(
      path.join(dataDir, 'run.json'),
      JSON.stringify({ supervisor: { pid: 1, startTime: 'long ago' }, children }),
    );

    const { value } = call('supervisor/run-file.mjs', 'endOrphans', [dataDir]);

    expect(value).toEqual(['api']);
    expect(isAlive(orphan)).toBe(false);
    expect(isAlive(reused)).toBe(true);
  });

  it('is left alone, and the start refused, while its supervisor lives', () => {
    const dataDir = mkdtempSync(path.join(folder, 'alive-'));
    const child = stranger();
    const run = { supervisor: identityOf(process.pid), children: [{ name: 'api', ...identityOf(child) }] };
    writeFileSync(path.join(dataDir, 'run.json'), JSON.stringify(run));

    const { status, stderr } = call('supervisor/run-file.mjs', 'endOrphans', [dataDir]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/^cardflow already runs on .+ \(process \d+\): stop it first, .+\n$/);
    expect(isAlive(child)).toBe(true);
  });

  it('does not hinder a start when run.json was cut off', () => {
    const dataDir = mkdtempSync(path.join(folder, 'cut-'));
    writeFileSync(path.join(dataDir, 'run.json'), '{ "supervisor": { "pi');

    expect(call('supervisor/run-file.mjs', 'endOrphans', [dataDir]).value).toEqual([]);
  });
});

describe('secrets', () => {
  const read = (dataDir: string, name: string): string => readFileSync(path.join(dataDir, name), 'utf8');

  it('are made once, for the owner only, and never replaced', () => {
    const dataDir = mkdtempSync(path.join(folder, 'secrets-'));

    call('supervisor/secrets.mjs', 'ensureSecrets', [dataDir]);
    const before = ['secrets.json', 'accounts.json'].map((name) => read(dataDir, name));
    call('supervisor/secrets.mjs', 'ensureSecrets', [dataDir]);

    expect(['secrets.json', 'accounts.json'].map((name) => read(dataDir, name))).toEqual(before);
    for (const name of ['secrets.json', 'accounts.json']) {
      expect(statSync(path.join(dataDir, name)).mode & 0o777).toBe(0o600);
    }
  });

  it('differ from folder to folder', () => {
    const [one, other] = [mkdtempSync(path.join(folder, 'one-')), mkdtempSync(path.join(folder, 'other-'))];
    for (const dataDir of [one, other]) call('supervisor/secrets.mjs', 'ensureSecrets', [dataDir]);

    expect(read(one, 'secrets.json')).not.toBe(read(other, 'secrets.json'));
  });

  it('get the account of a role that is new to them, and keep every password', () => {
    const dataDir = mkdtempSync(path.join(folder, 'roles-'));
    call('supervisor/secrets.mjs', 'ensureSecrets', [dataDir]);
    type Account = { login: string; password: string; roles: string[]; channel?: string };
    const all = JSON.parse(read(dataDir, 'accounts.json')) as Account[];
    const file = path.join(dataDir, 'accounts.json');
    const before = all.filter(({ roles }) => !roles.includes('channel_user'));
    writeFileSync(file, JSON.stringify(before));

    call('supervisor/secrets.mjs', 'ensureSecrets', [dataDir]);

    const after = JSON.parse(read(dataDir, 'accounts.json')) as Account[];
    expect(after.slice(0, -1)).toEqual(before);
    expect(after.at(-1)).toMatchObject({ login: 'channel1', roles: ['channel_user'], channel: 'demo' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('are not made anew beside a database that only the lost ones open', () => {
    const dataDir = mkdtempSync(path.join(folder, 'lost-'));
    mkdirSync(path.join(dataDir, 'postgres/data'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres/data/PG_VERSION'), '18');

    const { status, stderr } = call('supervisor/secrets.mjs', 'ensureSecrets', [dataDir]);

    expect(status).toBe(1);
    expect(stderr).toMatch(/secrets\.json is missing although the folder holds a database/);
  });
});
