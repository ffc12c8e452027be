import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { prismaAccounts } from '../../adapters/prisma/accounts';
import { prismaCatalogueDesk } from '../../adapters/prisma/catalogue-desk';
import { prismaClient } from '../../adapters/prisma/client';
import { postgresSessions } from '../../adapters/postgres/sessions';
import { addAccounts } from '../../scripts/seed';
import { readAccounts } from '../../scripts/seed/accounts-file';
import { addDemoCatalogue } from '../../scripts/seed/demo-catalogue';
import { type EdgeWorld, edgeWorld } from './edge-world';

describe('seeding', () => {
  let world: EdgeWorld;
  let folder: string;
  beforeAll(async () => {
    world = await edgeWorld();
    folder = mkdtempSync(path.join(os.tmpdir(), 'cardflow-seed-'));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await world.close();
  });

  const accountsFile = (password: string): string => {
    const file = path.join(folder, 'accounts.json');
    writeFileSync(file, JSON.stringify([{ login: 'lead1', password, name: '林主管', roles: ['compliance_lead'] }]));
    return file;
  };

  it('puts the demo catalogue there once and never edits a version', async () => {
    const prisma = prismaClient(world.database.url);
    await world.pool.query(`update plans set name = 'as published' where code = 'XL29'`);

    await addDemoCatalogue(prismaCatalogueDesk(prisma));
    await prisma.$disconnect();

    const plans = await world.pool.query(
      'select code, version, name, monthly_fee_fen, min_age, max_age from plans order by code',
    );
    expect(plans.rows).toEqual([
      { code: 'XL29', version: 1, name: 'as published', monthly_fee_fen: 2900, min_age: 16, max_age: 65 },
      { code: 'XL59', version: 1, name: '星联 59 元套餐', monthly_fee_fen: 5900, min_age: 18, max_age: 60 },
    ]);
    const agents = await world.pool.query('select code, parent_code, depth from agents order by code');
    expect(agents.rows).toEqual([
      { code: 'AG00', parent_code: null, depth: 1 },
      { code: 'AG01', parent_code: 'AG00', depth: 2 },
    ]);
    const policies = await world.pool.query(
      `select kind, version, body ->> 'acceptDistance' as accept, body -> 'rules' -> 0 ->> 'totalFen' as commission from policies order by kind`,
    );
    expect(policies.rows).toEqual([
      { kind: 'commission', version: 1, accept: null, commission: '10000' },
      { kind: 'kyc', version: 1, accept: '0.45', commission: null },
    ]);
    const calendars = await world.pool.query(
      `select code, version, valid_to::text as to, announced_to::text as announced from calendars`,
    );
    expect(calendars.rows).toEqual([{ code: 'cn', version: 2, to: '2027-12-31', announced: '2026-12-31' }]);
  });

  it('adds an account once: who changed nothing signs in with the first password', async () => {
    const prisma = prismaClient(world.database.url);
    const accounts = prismaAccounts(prisma);

    const added = [
      await addAccounts(accounts, accountsFile('first-password')),
      await addAccounts(accounts, accountsFile('other-password')),
    ];
    await prisma.$disconnect();

    const sessions = postgresSessions({ pool: world.pool, cookieSecret: Buffer.alloc(32), realMs: world.clock.realMs });
    expect(added).toEqual([1, 0]);
    expect(await sessions.signIn('lead1', 'first-password')).toMatchObject({ user: { roles: ['compliance_lead'] } });
    expect(await sessions.signIn('lead1', 'other-password')).toBeNull();
  });

  it('names what is wrong with the file and none of its passwords', () => {
    const file = path.join(folder, 'broken.json');
    writeFileSync(file, '[{"login":"x","password":"secret-one","name":"x","roles":["king"]}]');

    expect(() => readAccounts(file)).toThrow(/0\.roles\.0/);
    expect(() => readAccounts(file)).not.toThrow(/secret-one/);
    writeFileSync(file, '[{"password":"secret-two" oops');
    expect(() => readAccounts(file)).not.toThrow(/secret-two/);
  });
});
