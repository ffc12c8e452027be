import pino, { type DestinationStream, type Level, type Logger } from 'pino';
import { redactLine } from './redaction';
import { standardOutput } from './standard-output';

export interface LoggerOptions {
  /** Of the process, as in run.json. */
  readonly name: string;
  /** LOG_LEVEL. */
  readonly level: Level | 'silent';
  /** Standard output when absent. */
  readonly stream?: DestinationStream;
}

/**
 * JSON lines that hold no person: only the fields of `LOG_FIELDS` in the form their kind allows, error messages and
 * texts scrubbed. The check stands on the finished line, so child loggers, Fastify's and libraries' fields pass
 * through it as well.
 */
export function createLogger({ name, level, stream }: LoggerOptions): Logger {
  const options = {
    name,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { err: pino.stdSerializers.errWithCause, error: pino.stdSerializers.errWithCause },
    hooks: { streamWrite: redactLine },
  };
  return pino(options, stream ?? standardOutput());
}
