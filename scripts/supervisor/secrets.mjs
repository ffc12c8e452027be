import { randomBytes, randomInt } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Trouble } from '../setup/trouble.mjs';

/** The people of the demo: one account a role, two where four eyes are wanted. */
const ACCOUNTS = [
  { login: 'officer1', name: '陈敏', roles: ['compliance_officer'] },
  { login: 'officer2', name: '周婷', roles: ['compliance_officer'] },
  { login: 'lead1', name: '林岚', roles: ['compliance_lead'] },
  { login: 'support1', name: '何静', roles: ['support_agent'] },
  { login: 'lead2', name: '高远', roles: ['support_lead'] },
  { login: 'auditor1', name: '宋洁', roles: ['auditor'] },
  { login: 'finance1', name: '许青', roles: ['finance_maker'] },
  { login: 'finance2', name: '韩雪', roles: ['finance_checker'] },
  // Both sides of a payout in one person: even so nobody releases what they made.
  { login: 'finance3', name: '唐棣', roles: ['finance_maker', 'finance_checker'] },
  { login: 'operator1', name: '沈佳', roles: ['operator'] },
  { login: 'admin1', name: '管理员', roles: ['admin'] },
  // No colleague: a person of the sales channel that the demo's orders come from.
  { login: 'channel1', name: '方圆', roles: ['channel_user'], channel: 'demo' },
];

const secret = (bytes = 32) => randomBytes(bytes).toString('base64url');
const key = () => randomBytes(32).toString('base64');

const freshSecrets = () => ({
  masterKeys: [{ epoch: 1, keyBase64: key() }],
  codecKeys: [{ id: 'codec-1', keyBase64: key() }],
  blindIndexKeys: [{ generation: 1, keyBase64: key() }],
  linkSecretBase64: key(),
  cookieSecretBase64: key(),
  carrierXinglian: { appId: `xl${randomInt(100_000, 1_000_000)}`, appSecret: secret(), callbackSecret: secret() },
  carrierYunqi: { appKey: `yq${randomInt(100_000, 1_000_000)}`, secret: secret() },
  courier: { customer: secret(16), key: secret(12), secret: secret(), salt: secret() },
  smsToken: secret(),
  bankToken: secret(),
  authorityToken: secret(),
  channels: { demo: secret() },
});

/** No letters that are mistaken for each other: these are read off a screen and typed. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789';
const password = () => Array.from({ length: 14 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');

/**
 * The secrets and demo accounts of a data folder, made once. They are never replaced: sealed data would be lost with
 * them, so a folder that holds a database but no secrets is refused.
 */
export function ensureSecrets(dataDir) {
  const files = { secretsFile: path.join(dataDir, 'secrets.json'), accountsFile: path.join(dataDir, 'accounts.json') };
  if (!existsSync(files.secretsFile) && existsSync(path.join(dataDir, 'postgres/data/PG_VERSION'))) {
    throw new Trouble(
      `${files.secretsFile} is missing although the folder holds a database, whose sealed data only these keys open: put the file back, or start with a new folder (--data DIR).`,
    );
  }
  const secrets = completed(files.secretsFile, readOrMake(files.secretsFile, freshSecrets));
  const accounts = withNewRoles(
    files.accountsFile,
    readOrMake(files.accountsFile, () => ACCOUNTS.map((account) => ({ ...account, password: password() }))),
  );
  return { ...files, secrets, accounts };
}

function readOrMake(file, make) {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    const draft = `${file}.${process.pid}`;
    try {
      writeFileSync(draft, `${JSON.stringify(make(), null, 2)}\n`, { mode: 0o600, flag: 'wx' });
      linkSync(draft, file); // Unlike a rename it fails where a file is already: the first start wins.
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
  }
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Adds what a folder of an earlier version lacks, such as a partner that was not there then; what is there stays. */
function completed(file, secrets) {
  const fresh = freshSecrets();
  if (Object.keys(fresh).every((name) => name in secrets)) return secrets;
  return replaced(file, { ...fresh, ...secrets });
}

/** Likewise the demo's account of a role that nobody of the folder has. */
function withNewRoles(file, accounts) {
  const known = new Set(accounts.flatMap(({ roles }) => roles));
  const missing = ACCOUNTS.filter(({ roles }) => roles.every((role) => !known.has(role)));
  if (missing.length === 0) return accounts;
  return replaced(file, [...accounts, ...missing.map((account) => ({ ...account, password: password() }))]);
}

function replaced(file, content) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
  return content;
}
