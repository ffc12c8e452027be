import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const key32 = z.base64().refine((text) => Buffer.from(text, 'base64').length === 32, 'must be 32 bytes in base64');
const secret = z.string().min(16, 'must have at least 16 characters');

/** Content of SECRETS_FILE; set-up makes it once, mode 0600. */
const secretsSchema = z.object({
  /** Key-encryption keys; the highest epoch wraps, all unwrap. */
  masterKeys: z.array(z.object({ epoch: z.number().int().positive(), keyBase64: key32 })).min(1),
  /** Keys of the Temporal payload codec; the first encodes, all decode. */
  codecKeys: z.array(z.object({ id: z.string().min(1), keyBase64: key32 })).min(1),
  /** Keys of the blind index; the highest generation writes, all look up. */
  blindIndexKeys: z.array(z.object({ generation: z.number().int().positive(), keyBase64: key32 })).min(1),
  linkSecretBase64: key32,
  cookieSecretBase64: key32,
  carrierXinglian: z.object({ appId: z.string().min(1), appSecret: secret, callbackSecret: secret }),
  carrierYunqi: z.object({ appKey: z.string().min(1), secret }),
  /** The parcel aggregator's account, and what its pushes are signed with. */
  courier: z.object({ customer: z.string().min(1), key: z.string().min(1), secret, salt: secret }),
  smsToken: secret,
  bankToken: secret,
  authorityToken: secret,
  /** Shared secrets of the channels by channel id. */
  channels: z.record(z.string(), secret),
});

const port = z.coerce.number().int().min(1).max(65_535);
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/ });
const httpUrl = z.url({ protocol: /^https?$/ });

const environmentSchema = z.object({
  CARDFLOW_MODE: z.enum(['sandbox', 'production']).default('sandbox'),
  CARDFLOW_DATA: z.string().min(1).default('.data'),
  DATABASE_URL: postgresUrl,
  KEYSTORE_URL: postgresUrl,
  BLOB_DIR: z.string().min(1).optional(),
  TEMPORAL_ADDRESS: z.string().regex(/^[^\s:]+:\d+$/, 'must be host:port'),
  TEMPORAL_NAMESPACE: z.string().min(1).default('default'),
  API_HOST: z.string().min(1).default('127.0.0.1'),
  API_PORT: port.default(22_100),
  CHANNEL_REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).default(6_000),
  PUBLIC_URL: httpUrl.optional(),
  SANDBOX_URL: httpUrl.default('http://127.0.0.1:22200'),
  MODELS_DIR: z.string().min(1).default('node_modules/.cache/cardflow/models'),
  SECRETS_FILE: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  PARENT_PIPE: z.enum(['0', '1']).default('0'),
});

export type Secrets = z.infer<typeof secretsSchema>;
export type Mode = z.infer<typeof environmentSchema>['CARDFLOW_MODE'];

/** Everything a process may be told from outside, parsed once and frozen. Paths are absolute. */
export interface Config {
  readonly mode: Mode;
  readonly dataDir: string;
  readonly databaseUrl: string;
  readonly keystoreUrl: string;
  readonly blobDir: string;
  readonly temporal: { readonly address: string; readonly namespace: string };
  readonly api: {
    readonly host: string;
    readonly port: number;
    /** Of one channel, in each copy of the api. */
    readonly channelRequestsPerMinute: number;
  };
  /** What links in messages start with; no slash at the end. */
  readonly publicUrl: string;
  readonly sandboxUrl: string;
  readonly modelsDir: string;
  readonly secrets: Secrets;
  readonly logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
  /** Whether the process ends when its standard input closes, as the supervisor's children do. */
  readonly endsWithParent: boolean;
}

/** The environment or the secrets file cannot be used; the message names each variable and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * The configuration that the environment describes.
 *
 * @param readFile only for tests: how SECRETS_FILE is read
 * @throws ConfigError naming every variable that is missing or wrong, never a value, because values may be secret
 */
export function parseConfig(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (file: string) => string = (file) => readFileSync(file, 'utf8'),
): Config {
  const parsed = parseOrExplain(environmentSchema, withoutBlanks(env), 'environment');
  const dataDir = path.resolve(parsed.CARDFLOW_DATA);
  const secretsFile = parsed.SECRETS_FILE ?? path.join(dataDir, 'secrets.json');
  return deepFreeze({
    mode: parsed.CARDFLOW_MODE,
    dataDir,
    databaseUrl: parsed.DATABASE_URL,
    keystoreUrl: parsed.KEYSTORE_URL,
    blobDir: path.resolve(parsed.BLOB_DIR ?? path.join(dataDir, 'blobs')),
    temporal: { address: parsed.TEMPORAL_ADDRESS, namespace: parsed.TEMPORAL_NAMESPACE },
    api: {
      host: parsed.API_HOST,
      port: parsed.API_PORT,
      channelRequestsPerMinute: parsed.CHANNEL_REQUESTS_PER_MINUTE,
    },
    publicUrl: (parsed.PUBLIC_URL ?? `http://127.0.0.1:${String(parsed.API_PORT)}`).replace(/\/+$/, ''),
    sandboxUrl: parsed.SANDBOX_URL.replace(/\/+$/, ''),
    modelsDir: path.resolve(parsed.MODELS_DIR),
    secrets: readSecrets(secretsFile, readFile),
    logLevel: parsed.LOG_LEVEL,
    endsWithParent: parsed.PARENT_PIPE === '1',
  });
}

function readSecrets(file: string, readFile: (file: string) => string): Secrets {
  let content: unknown;
  try {
    content = JSON.parse(readFile(file));
  } catch {
    // Not the parser's message: it quotes what it stumbled over, and this file holds keys.
    throw new ConfigError(`the secrets file ${file} cannot be read as JSON`);
  }
  return parseOrExplain(secretsSchema, content, `secrets file ${file}`);
}

function parseOrExplain<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.infer<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new ConfigError(`${what}: ${problems.join('; ')}`);
}

/** A variable set to nothing counts as not set, as shells and compose files mean it. */
function withoutBlanks(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''),
  );
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
