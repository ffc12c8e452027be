import { randomBytes } from 'node:crypto';
import { ConfigError, parseConfig, type Config } from '../../config/config';
import { productionRefusals, type ProductionFacts } from '../../config/production';

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
  courier: { customer: 'KD100', key: 'key1', secret: secret(), salt: secret() },
  smsToken: secret(),
  bankToken: secret(),
  authorityToken: secret(),
  channels: { demo: secret() },
});

const environment = {
  DATABASE_URL: 'postgresql://postgres:hidden@127.0.0.1:22432/cardflow',
  KEYSTORE_URL: 'postgresql://postgres:hidden@127.0.0.1:22432/cardflow_keys',
  TEMPORAL_ADDRESS: '127.0.0.1:22733',
};

const parse = (env: Record<string, string> = {}, file: unknown = secrets()): Config =>
  parseConfig({ ...environment, ...env }, () => JSON.stringify(file));

const sound: ProductionFacts = {
  clockOffsetMs: 0,
  temporalPersistence: 'postgres12',
  sandboxAdapters: [],
};

describe('configuration', () => {
  it('fills in what npm start uses when only the addresses are given', () => {
    const config = parse({ CARDFLOW_DATA: '/data' });

    expect(config).toMatchObject({ mode: 'sandbox', blobDir: '/data/blobs', api: { port: 22_100 } });
    expect(config.publicUrl).toBe('http://127.0.0.1:22100');
    expect(config.endsWithParent).toBe(false);
  });

  it('treats a variable set to nothing as not set, and links start without a double slash', () => {
    expect(parse({ LOG_LEVEL: '', PUBLIC_URL: 'https://cards.example/' })).toMatchObject({
      logLevel: 'info',
      publicUrl: 'https://cards.example',
    });
  });

  it('cannot be changed afterwards, not even inside', () => {
    const config = parse();

    expect(() => Object.assign(config.temporal, { address: 'elsewhere:1' })).toThrow(TypeError);
    expect(() => Object.assign(config.secrets.channels, { other: 'x' })).toThrow(TypeError);
  });

  it('names every wrong variable at once and never a value', () => {
    const wrong = { DATABASE_URL: 'mysql://user:geheim@host/db', API_PORT: '70000', PARENT_PIPE: 'false' };

    expect(() => parse(wrong)).toThrow(ConfigError);
    expect(() => parse(wrong)).toThrow(/DATABASE_URL.*API_PORT.*PARENT_PIPE/s);
    expect(() => parse(wrong)).not.toThrow(/geheim/);
  });

  it('does not quote a secrets file that is no JSON', () => {
    expect(() => parseConfig(environment, () => '{"smsToken": geheim')).toThrow(/cannot be read as JSON/);
    expect(() => parseConfig(environment, () => '{"smsToken": geheim')).not.toThrow(/geheim/);
  });

  it('refuses a key of the wrong length', () => {
    const short = { ...secrets(), linkSecretBase64: randomBytes(16).toString('base64') };

    expect(() => parse({}, short)).toThrow(/linkSecretBase64: must be 32 bytes/);
  });
});

describe('production', () => {
  const production = (file: unknown = secrets()): Config => parse({ CARDFLOW_MODE: 'production' }, file);

  it('starts on own secrets, real time, a durable Temporal and real partners', () => {
    expect(productionRefusals(production(), sound)).toEqual([]);
  });

  it.each([
    ['a clock offset', { clockOffsetMs: -1 }, /shifted by -1 ms/],
    ['a Temporal on sqlite', { temporalPersistence: 'sqlite' }, /keeps its data in sqlite/],
    ['a Temporal in memory', { temporalPersistence: 'memory' }, /keeps its data in memory/],
    ['an unknown Temporal store', { temporalPersistence: '' }, /keeps its data in/],
    ['a sandbox adapter', { sandboxAdapters: ['carrier-xinglian'] }, /adapter carrier-xinglian/],
  ])('refuses %s, which sandbox mode does not', (_what, facts, sentence) => {
    expect(productionRefusals(production(), { ...sound, ...facts })).toEqual([expect.stringMatching(sentence)]);
    expect(productionRefusals(parse(), { ...sound, ...facts })).toEqual([]);
  });

  it('refuses secrets that are words, one repeated byte, or used twice', () => {
    const shared = secret();
    const file = {
      ...secrets(),
      masterKeys: [{ epoch: 1, keyBase64: Buffer.alloc(32).toString('base64') }],
      courier: { customer: 'KD100', key: 'key1', secret: secret(), salt: 'change-me-salt-of-courier' },
      smsToken: 'please-change-me-now',
      authorityToken: shared,
      channels: { demo: shared },
    };

    const names = productionRefusals(production(file), sound).map(
      (sentence) => /The secret (.+) is a default/.exec(sentence)?.[1],
    );

    expect(names.sort()).toEqual(['authorityToken', 'channels.demo', 'courier.salt', 'masterKeys 1', 'smsToken']);
  });
});
