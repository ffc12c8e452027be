import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/database';
import { freePort } from '../support/ports';
import { temporalAddress } from '../support/temporal';

const ROOT = path.resolve(__dirname, '../..');
const key = (): string => randomBytes(32).toString('base64');
const secret = (): string => randomBytes(32).toString('base64url');

const secrets = () => ({
  masterKeys: [{ epoch: 1, keyBase64: key() }],
  codecKeys: [{ id: 'codec-1', keyBase64: key() }],
  blindIndexKeys: [{ generation: 1, keyBase64: key() }],
  linkSecretBase64: key(),
  cookieSecretBase64: key(),
  carrierXinglian: { appId: 'xl1', appSecret: secret(), callbackSecret: secret() },
  carrierYunqi: { appKey: 'yq1', secret: secret() },
  courier: { customer: 'cardflow', key: secret(), secret: secret(), salt: secret() },
  smsToken: 'please-change-me-now',
  bankToken: secret(),
  authorityToken: secret(),
  channels: { demo: secret() },
});

const SANDBOX_ADAPTERS = ['carrier xinglian', 'carrier yunqi', 'courier kuaidi100', 'sms', 'authority', 'bank'];

/** Starts a process of the product as the supervisor does and resolves when it has ended by itself. */
async function run(entry: string, env: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist', entry)], {
    cwd: ROOT,
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      // It serves, so it did not refuse: it would never end by itself.
      if (said.includes('"ready"')) child.kill('SIGKILL');
    });
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { code, said };
}

describe('in production mode', () => {
  let database: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    const build = [path.join(ROOT, 'tests/repo/fixtures/call.mjs'), 'setup/server-build.mjs', 'buildServer'];
    const built = spawnSync(process.execPath, [...build, '<progress>'], { cwd: ROOT, encoding: 'utf8' });
    if (built.status !== 0) throw new Error(built.stderr);
    database = await createTestDatabase();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    await client.query('update clock set offset_ms = 3600000, generation = 1 where id = 1');
    await client.end();
    folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-production-'));
    writeFileSync(path.join(folder, 'secrets.json'), JSON.stringify(secrets()));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['api/server.js', 'workers/orders.worker.js', 'workers/kyc.worker.js'])(
    '%s ends at once on a default secret, a shifted clock, an embedded Temporal or a sandbox adapter, and names each',
    async (entry) => {
      const { code, said } = await run(entry, {
        CARDFLOW_MODE: 'production',
        CARDFLOW_DATA: folder,
        DATABASE_URL: database.url,
        KEYSTORE_URL: database.keystoreUrl,
        TEMPORAL_ADDRESS: temporalAddress(),
        API_PORT: String(await freePort()),
      });

      expect({ code, said }).toMatchObject({ code: 1 });
      expect(said).not.toContain('"ready"');
      const fatal = said.split('\n').filter((line) => line.includes('"fatal"'));
      expect(fatal.map((line) => (JSON.parse(line) as { msg: string }).msg)).toEqual([
        [
          'The secret smsToken is a default: make one of its own.',
          'Business time is shifted by 3600000 ms: production runs on real time only.',
          'Temporal keeps its data in sqlite: use a cluster on PostgreSQL, MySQL or Cassandra.',
          ...SANDBOX_ADAPTERS.map((name) => `The adapter ${name} is the sandbox's: configure the real partner.`),
        ].join(' '),
      ]);
    },
  );
});
