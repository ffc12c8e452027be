import { createHash } from 'node:crypto';
import { setPriority } from 'node:os';
import { makeTelemetryFilterString, NativeConnection, Runtime } from '@temporalio/worker';
import { authoritySettings, bankSettings, carrierSettings, courierSettings, smsSettings } from './partner-settings';
import { httpAuthority } from '../adapters/authority/http-authority';
import { httpBank } from '../adapters/bank/http-bank';
import { diskBlobs } from '../adapters/blobs/disk-blobs';
import { xinglianCarrier } from '../adapters/carrier/xinglian';
import { kuaidi100Courier } from '../adapters/courier/kuaidi100';
import { postgresClock } from '../adapters/clock/postgres-clock';
import { newId } from '../adapters/ids';
import { blindIndex } from '../adapters/keys/blind-index';
import { postgresKeyStore } from '../adapters/keys/postgres-key-store';
import { sealing } from '../adapters/keys/sealing';
import { linkTokens } from '../adapters/links/link-tokens';
import { createLogger } from '../adapters/log/logger';
import { temporalLogger } from '../adapters/log/temporal-logger';
import { createPool } from '../adapters/postgres/pool';
import { postgresUnitOfWork } from '../adapters/postgres/unit-of-work';
import { httpSms } from '../adapters/sms/http-sms';
import { dataConverter } from '../adapters/temporal/codec';
import { temporalPersistence } from '../adapters/temporal/persistence';
import type { Config } from '../config/config';
import { assertFitForProduction } from '../config/production';
import type { CarrierPort } from '../domain/ports/carrier';

/** The carriers that are spoken to, by their codes; `of` throws for any other. */
function carriersOf(config: Config) {
  const adapters = new Map([['xinglian', xinglianCarrier(carrierSettings(config))]]);
  return {
    codes: [...adapters.keys()],
    of: (code: string): CarrierPort => {
      const carrier = adapters.get(code);
      if (!carrier) throw new Error(`there is no adapter for the carrier ${code}`);
      return carrier;
    },
    close: () => Promise.all([...adapters.values()].map((carrier) => carrier.close())),
  };
}

/** The SDK's own lines, and those of its core, go through our logger and its redaction. */
function installRuntime(logger: Parameters<typeof temporalLogger>[0]): void {
  const filter = makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' });
  const telemetryOptions = { logging: { filter, forward: {} } };
  Runtime.install({ logger: temporalLogger(logger), telemetryOptions, shutdownSignals: [] });
}

/**
 * What both worker processes are built from, and one function that puts it all down again. Throws where production must
 * not start: before anything is built that could take work.
 */
export async function buildParts(config: Config, name: string) {
  const logger = createLogger({ name, level: config.logLevel });
  installRuntime(logger);
  const pool = createPool(config.databaseUrl, `cardflow-${name}`);
  pool.on('error', (error) => {
    logger.warn({ err: error }, 'a database connection was lost');
  });
  const clock = await postgresClock({
    url: config.databaseUrl,
    process: `${name}-${String(process.pid)}`,
    onError: (error) => {
      logger.warn({ err: error }, 'the clock lost its connection');
    },
  });
  await assertFitForProduction(config, { clock, temporalPersistence });
  const keys = postgresKeyStore({ url: config.keystoreUrl, masterKeys: config.secrets.masterKeys });
  const seal = sealing(keys);
  const ids = { next: newId };
  const carriers = carriersOf(config);
  const courier = kuaidi100Courier(courierSettings(config));
  const authority = httpAuthority(authoritySettings(config));
  const sms = httpSms(smsSettings(config));
  const bank = httpBank(bankSettings(config));
  return {
    config,
    logger,
    pool,
    clock,
    ids,
    keys,
    sealing: seal,
    blobs: diskBlobs({ directory: config.blobDir, sealing: seal }),
    blindIndex: blindIndex(config.secrets.blindIndexKeys),
    sha256: (input: string | Uint8Array) => createHash('sha256').update(input).digest('hex'),
    links: linkTokens({ secret: Buffer.from(config.secrets.linkSecretBase64, 'base64'), publicUrl: config.publicUrl }),
    work: postgresUnitOfWork({ pool, clock, ids }),
    carrierCodes: carriers.codes,
    carrierOf: carriers.of,
    courier,
    authority,
    sms,
    bank,
    dataConverter: dataConverter(config.secrets.codecKeys),
    connect: () => NativeConnection.connect({ address: config.temporal.address }),
    async close() {
      await Promise.allSettled([
        carriers.close(),
        courier.close(),
        authority.close(),
        sms.close(),
        bank.close(),
        clock.close(),
        keys.close(),
        pool.end(),
      ]);
    },
  };
}

export type Parts = Awaited<ReturnType<typeof buildParts>>;

/** Lets the request path go first where cores are scarce; a refusal is no reason to stop. */
export function beNice(): void {
  try {
    setPriority(5);
  } catch {
    // Not allowed here: the reading then competes at normal priority.
  }
}
