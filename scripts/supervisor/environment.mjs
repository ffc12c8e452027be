import path from 'node:path';
import { MODELS } from '../setup/paths.mjs';

/** What the product's processes are told (config/config.ts reads it). Values of the caller win where they are named. */
export function productEnvironment({ dataDir, databases, temporal, ports, urls, secretsFile, accountsFile, given }) {
  return {
    ...bareEnvironment(given),
    CARDFLOW_MODE: given.CARDFLOW_MODE ?? 'sandbox',
    CARDFLOW_DATA: dataDir,
    DATABASE_URL: databases.main,
    KEYSTORE_URL: databases.keystore,
    BLOB_DIR: given.BLOB_DIR ?? path.join(dataDir, 'blobs'),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    API_HOST: given.API_HOST ?? '127.0.0.1',
    API_PORT: String(ports.api),
    PUBLIC_URL: urls.api,
    SANDBOX_URL: urls.sandbox,
    MODELS_DIR: given.MODELS_DIR ?? MODELS,
    SECRETS_FILE: secretsFile,
    ACCOUNTS_FILE: accountsFile,
    LOG_LEVEL: given.LOG_LEVEL ?? 'info',
    // glibc keeps an arena a thread: with two the card reader's process needs a fifth less memory at equal CPU.
    MALLOC_ARENA_MAX: given.MALLOC_ARENA_MAX ?? '2',
    NODE_OPTIONS: sourceMaps(given.NODE_OPTIONS),
    ...ALLOCATOR,
  };
}

/**
 * What the sandbox is told. It gets its own names for the same secrets and none of ours: no database, no keys, no
 * secrets file, so that what a partner believes cannot come from us.
 */
export function sandboxEnvironment({ dataDir, ports, urls, secrets, orders, given }) {
  // One a minute: every order in flight is some seven jumps on the way to a pay day.
  const rate = orders ? (given.SANDBOX_CHANNEL_RATE ?? '1') : '0';
  return {
    ...bareEnvironment(given),
    SANDBOX_PORT: String(ports.sandbox),
    SANDBOX_DATA: path.join(dataDir, 'sandbox'),
    SANDBOX_API_URL: urls.api,
    SANDBOX_CHANNEL_ID: 'demo',
    SANDBOX_CHANNEL_SECRET: secrets.channels.demo,
    SANDBOX_CARRIER_APP_ID: secrets.carrierXinglian.appId,
    SANDBOX_CARRIER_APP_SECRET: secrets.carrierXinglian.appSecret,
    SANDBOX_CARRIER_CALLBACK_SECRET: secrets.carrierXinglian.callbackSecret,
    SANDBOX_YUNQI_APP_KEY: secrets.carrierYunqi.appKey,
    SANDBOX_YUNQI_SECRET: secrets.carrierYunqi.secret,
    SANDBOX_COURIER_CUSTOMER: secrets.courier.customer,
    SANDBOX_COURIER_KEY: secrets.courier.key,
    SANDBOX_COURIER_SECRET: secrets.courier.secret,
    SANDBOX_COURIER_SALT: secrets.courier.salt,
    SANDBOX_SMS_TOKEN: secrets.smsToken,
    SANDBOX_BANK_TOKEN: secrets.bankToken,
    SANDBOX_AUTHORITY_TOKEN: secrets.authorityToken,
    SANDBOX_CHANNEL_RATE: rate,
    LOG_LEVEL: given.LOG_LEVEL ?? 'info',
    NODE_OPTIONS: sourceMaps(given.NODE_OPTIONS),
    ...ALLOCATOR,
  };
}

/** glibc keeps a heap for each thread; with image threads that come and go they fragment, and memory grows for hours. */
const ALLOCATOR = { MALLOC_ARENA_MAX: '2' };

const sourceMaps = (given) => [given, '--enable-source-maps'].filter(Boolean).join(' ');

/** Variables that are ours to set: a child must not inherit one left over in the shell, and the sandbox none at all. */
const OURS = [
  'CARDFLOW_MODE',
  'CARDFLOW_DATA',
  'DATABASE_URL',
  'KEYSTORE_URL',
  'BLOB_DIR',
  'TEMPORAL_ADDRESS',
  'TEMPORAL_NAMESPACE',
  'API_HOST',
  'API_PORT',
  'PUBLIC_URL',
  'SANDBOX_URL',
  'MODELS_DIR',
  'SECRETS_FILE',
  'ACCOUNTS_FILE',
];

export function bareEnvironment(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !OURS.includes(name)));
}
