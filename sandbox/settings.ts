/** What the sandbox is told from outside. It shares secrets with the product by value and never reads the product's files. */
export interface Settings {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Every random draw of the sandbox starts here, so one seed repeats a run. */
  readonly seed: number;
  /** Public base URL of the product, without a slash at the end. */
  readonly apiUrl: string;
  readonly carrier: {
    readonly appId: string;
    readonly appSecret: string;
    readonly callbackSecret: string;
    /** Shortest and longest processing time in milliseconds of business time. */
    readonly delayMs: readonly [number, number];
  };
  readonly yunqi: {
    readonly appKey: string;
    readonly secret: string;
    readonly delayMs: readonly [number, number];
  };
  readonly courier: {
    readonly customer: string;
    readonly key: string;
    readonly secret: string;
    /** Signs pushes about parcels whose order names no salt of its own. */
    readonly salt: string;
    /** Shortest and longest time between two stages of a parcel, in milliseconds of business time; null for the usual hours. */
    readonly pace: readonly [number, number] | null;
  };
  readonly smsToken: string;
  readonly bankToken: string;
  readonly authorityToken: string;
  readonly channel: {
    readonly id: string;
    readonly secret: string;
    /** Orders a minute sent without being asked; 0 sends none. */
    readonly ratePerMinute: number;
  };
  readonly parentPipe: boolean;
  readonly logLevel: string;
}

/** Reads the sandbox's own environment. Throws one sentence that names the variable that is missing or wrong. */
export function parseSettings(env: NodeJS.ProcessEnv): Settings {
  const required = (name: string): string => {
    const value = env[name];
    if (value === undefined || value === '') throw new Error(`sandbox: the variable ${name} is missing`);
    return value;
  };
  const number = (name: string, fallback: number): number => {
    const value = Number(env[name] ?? fallback);
    if (!Number.isFinite(value) || value < 0) throw new Error(`sandbox: the variable ${name} is not a number`);
    return value;
  };

  return {
    host: env['SANDBOX_HOST'] ?? '127.0.0.1',
    port: number('SANDBOX_PORT', 22200),
    dataDir: required('SANDBOX_DATA'),
    seed: number('SANDBOX_SEED', 1),
    apiUrl: (env['SANDBOX_API_URL'] ?? 'http://127.0.0.1:22100').replace(/\/+$/, ''),
    carrier: {
      appId: required('SANDBOX_CARRIER_APP_ID'),
      appSecret: required('SANDBOX_CARRIER_APP_SECRET'),
      callbackSecret: required('SANDBOX_CARRIER_CALLBACK_SECRET'),
      delayMs: parseDelay('SANDBOX_CARRIER_DELAY_MS', env['SANDBOX_CARRIER_DELAY_MS'] ?? '2000-20000'),
    },
    yunqi: {
      appKey: required('SANDBOX_YUNQI_APP_KEY'),
      secret: required('SANDBOX_YUNQI_SECRET'),
      delayMs: parseDelay('SANDBOX_CARRIER_DELAY_MS', env['SANDBOX_CARRIER_DELAY_MS'] ?? '2000-20000'),
    },
    courier: {
      customer: required('SANDBOX_COURIER_CUSTOMER'),
      key: required('SANDBOX_COURIER_KEY'),
      secret: required('SANDBOX_COURIER_SECRET'),
      salt: required('SANDBOX_COURIER_SALT'),
      pace: env['SANDBOX_COURIER_DELAY_MS']
        ? parseDelay('SANDBOX_COURIER_DELAY_MS', env['SANDBOX_COURIER_DELAY_MS'])
        : null,
    },
    smsToken: required('SANDBOX_SMS_TOKEN'),
    bankToken: required('SANDBOX_BANK_TOKEN'),
    authorityToken: required('SANDBOX_AUTHORITY_TOKEN'),
    channel: {
      id: env['SANDBOX_CHANNEL_ID'] ?? 'demo',
      secret: required('SANDBOX_CHANNEL_SECRET'),
      ratePerMinute: number('SANDBOX_CHANNEL_RATE', 0),
    },
    parentPipe: env['PARENT_PIPE'] === '1',
    logLevel: env['LOG_LEVEL'] ?? 'info',
  };
}

/** `2000-20000` or one figure for both ends. */
function parseDelay(name: string, raw: string): readonly [number, number] {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?$/.exec(raw);
  if (!match) throw new Error(`sandbox: the variable ${name} must look like 2000-20000`);
  const shortest = Number(match[1]);
  return [shortest, Math.max(shortest, Number(match[2] ?? match[1]))];
}
