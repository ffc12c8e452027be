import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { superviseChild } from './child.mjs';
import { bareEnvironment } from './environment.mjs';
import { temporalAnswers, temporalCommand } from './temporal-command.mjs';

/**
 * Of a small heap, collected at each doubling, every tenth CPU-second of the server went into collections; the limit is
 * soft. With a processor for every core, another tenth went into threads that look for work at the rate of a developer's
 * machine.
 */
const GO_SPENDS_LESS = {
  GOGC: '400',
  GOMEMLIMIT: '384MiB',
  GOMAXPROCS: String(Math.max(1, Math.floor(os.availableParallelism() / 2))),
};

/** A supervised Temporal development server on a database file; `ports` are { grpc, http, metrics, ui? }. */
export function superviseTemporal({ cli, folder, ports, searchAttributes, dynamicConfig, ...hooks }) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const dbFile = path.join(folder, 'temporal.db');
  const address = `127.0.0.1:${ports.grpc}`;
  const child = superviseChild({
    ...hooks,
    name: 'temporal',
    port: ports.grpc,
    command: temporalCommand({ cli, dbFile, ports, searchAttributes, dynamicConfig }),
    env: { ...GO_SPENDS_LESS, ...bareEnvironment(process.env) },
    leash: 'SIGTERM',
    attempts: 5,
    isReady: () => temporalAnswers(address),
  });
  return { child, address, dbFile };
}
