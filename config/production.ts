import type { Config } from './config';

/** What a process found out about its surroundings before it began to serve. */
export interface ProductionFacts {
  /** Business time minus real time, as the clock row says. */
  readonly clockOffsetMs: number;
  /** The store that Temporal's GetClusterInfo reports, such as `postgres12`, `sqlite` or `memory`. */
  readonly temporalPersistence: string;
  /** Names of adapters that talk to the sandbox or fake something. */
  readonly sandboxAdapters: readonly string[];
}

/** No real partner has been connected yet: every one of these talks to the sandbox. */
const SANDBOX_ADAPTERS = [
  'carrier xinglian',
  'carrier yunqi',
  'courier kuaidi100',
  'sms',
  'authority',
  'bank',
] as const;

/** Stores a cluster can stand on. The development server reports sqlite, and memory when it keeps nothing. */
const DURABLE_STORES = /^(postgres|mysql|cassandra)/;

/** Words that people leave in secrets they meant to replace. */
const DEFAULT_WORDS = /change-?me|default|example|password|secret|sandbox|demo|test|123456/i;

/**
 * Why this process must not serve in production: each a sentence, none when all is well. In sandbox mode nothing is
 * refused. Real customers' data under a known key, a shifted clock or a forgetful Temporal cannot be repaired later.
 */
export function productionRefusals(config: Config, facts: ProductionFacts): readonly string[] {
  if (config.mode !== 'production') return [];
  const refusals: string[] = [];
  for (const name of defaultSecrets(config)) refusals.push(`The secret ${name} is a default: make one of its own.`);
  if (facts.clockOffsetMs !== 0) {
    refusals.push(`Business time is shifted by ${String(facts.clockOffsetMs)} ms: production runs on real time only.`);
  }
  if (!DURABLE_STORES.test(facts.temporalPersistence)) {
    refusals.push(
      `Temporal keeps its data in ${facts.temporalPersistence}: use a cluster on PostgreSQL, MySQL or Cassandra.`,
    );
  }
  for (const name of facts.sandboxAdapters)
    refusals.push(`The adapter ${name} is the sandbox's: configure the real partner.`);
  return refusals;
}

/**
 * What every process of the product asks before it serves or takes work. Throws with all reasons, each a sentence; in
 * sandbox mode nothing is looked at.
 */
export async function assertFitForProduction(
  config: Config,
  asked: {
    readonly clock: { readonly offsetMs: () => number };
    /** The store that the Temporal at this address reports. */
    readonly temporalPersistence: (address: string) => Promise<string>;
  },
): Promise<void> {
  if (config.mode !== 'production') return;
  const refusals = productionRefusals(config, {
    clockOffsetMs: asked.clock.offsetMs(),
    temporalPersistence: await asked.temporalPersistence(config.temporal.address),
    sandboxAdapters: SANDBOX_ADAPTERS,
  });
  if (refusals.length > 0) throw new Error(refusals.join(' '));
}

/** Secrets that are words instead of random bytes, one byte repeated, or used twice. */
function defaultSecrets({ secrets }: Config): string[] {
  const keys = [
    ...secrets.masterKeys.map(({ epoch, keyBase64 }) => [`masterKeys ${String(epoch)}`, keyBase64] as const),
    ...secrets.codecKeys.map(({ id, keyBase64 }) => [`codecKeys ${id}`, keyBase64] as const),
    ...secrets.blindIndexKeys.map(
      ({ generation, keyBase64 }) => [`blindIndexKeys ${String(generation)}`, keyBase64] as const,
    ),
    ['linkSecretBase64', secrets.linkSecretBase64] as const,
    ['cookieSecretBase64', secrets.cookieSecretBase64] as const,
  ];
  const shared = [
    ['carrierXinglian.appSecret', secrets.carrierXinglian.appSecret] as const,
    ['carrierXinglian.callbackSecret', secrets.carrierXinglian.callbackSecret] as const,
    ['carrierYunqi.secret', secrets.carrierYunqi.secret] as const,
    ['courier.secret', secrets.courier.secret] as const,
    ['courier.salt', secrets.courier.salt] as const,
    ['smsToken', secrets.smsToken] as const,
    ['bankToken', secrets.bankToken] as const,
    ['authorityToken', secrets.authorityToken] as const,
    ...Object.entries(secrets.channels).map(([id, value]) => [`channels.${id}`, value] as const),
  ];
  const all = [...keys, ...shared];
  const uses = new Map<string, number>();
  for (const [, value] of all) uses.set(value, (uses.get(value) ?? 0) + 1);
  // A long random text may hold any word by chance, but it does not repeat so few characters.
  const isDefaultText = (value: string): boolean =>
    new Set(value).size < 8 || (new Set(value).size < 20 && DEFAULT_WORDS.test(value));
  const isDefaultKey = (value: string): boolean => new Set(Buffer.from(value, 'base64')).size < 8;
  return [
    ...keys.filter(([, value]) => isDefaultKey(value)),
    ...shared.filter(([, value]) => isDefaultText(value)),
    ...all.filter(([, value]) => (uses.get(value) ?? 0) > 1),
  ].reduce<string[]>((names, [name]) => (names.includes(name) ? names : [...names, name]), []);
}
