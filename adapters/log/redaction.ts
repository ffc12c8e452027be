import { LOG_FIELDS, type LogFieldKind } from './log-fields';
import { scrub, scrubPath } from './scrub';

export const DROPPED = '[dropped]';

type Fields = Record<string, unknown>;

const FORMS = {
  id: /^[\w.:/@+-]{1,160}$/,
  word: /^[\w.:/@+-]{1,80}$/,
  hash: /^[0-9a-f]{32,128}$/,
  instant: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/,
} as const;
/** Random by construction, so long digit runs in them are chance. */
const RANDOM_ID = /^([a-z]{3}_[0-9a-z]{12}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Makes one finished log line (JSON, newline at its end) safe to keep. A line that is not JSON is dropped whole. */
export function redactLine(line: string): string {
  let fields: unknown;
  try {
    fields = JSON.parse(line);
  } catch {
    return `${JSON.stringify({ msg: DROPPED })}\n`;
  }
  return `${JSON.stringify(isFields(fields) ? redact(fields) : { msg: DROPPED })}\n`;
}

function redact(fields: Fields): Fields {
  const kept: Fields = {};
  for (const [name, value] of Object.entries(fields)) {
    kept[safeName(name)] = redactField(name, value);
  }
  return kept;
}

function redactField(name: string, value: unknown): unknown {
  switch (name) {
    case 'level':
      return redactValue('word', value);
    case 'time':
      return redactValue('instant', value);
    case 'msg':
      return typeof value === 'string' ? scrub(value) : DROPPED;
    case 'err':
    case 'error':
      return redactError(value, 3);
    case 'req':
      return redactRequest(value);
    case 'res':
      return isFields(value) ? { statusCode: redactValue('number', value['statusCode']) } : DROPPED;
    case 'url':
      return typeof value === 'string' ? scrubPath(value) : DROPPED;
    default:
      return redactKnown(name, value);
  }
}

function redactKnown(name: string, value: unknown): unknown {
  const kind = LOG_FIELDS.get(name);
  if (kind === undefined) return DROPPED;
  return Array.isArray(value) ? value.map((item) => redactValue(kind, item)) : redactValue(kind, value);
}

function redactValue(kind: LogFieldKind, value: unknown): unknown {
  if (value === null) return null;
  switch (kind) {
    case 'number':
      return typeof value === 'number' && Math.abs(value) < 1e10 ? value : DROPPED;
    case 'flag':
      return typeof value === 'boolean' ? value : DROPPED;
    case 'hash':
    case 'instant':
      return typeof value === 'string' && FORMS[kind].test(value) ? value : DROPPED;
    case 'id':
    case 'word':
      // A number as an id is how Fastify and Temporal count requests and activities.
      if (typeof value === 'number') return Math.abs(value) < 1e10 ? value : DROPPED;
      if (typeof value !== 'string' || !FORMS[kind].test(value)) return DROPPED;
      return RANDOM_ID.test(value) || scrub(value) === value ? value : DROPPED;
  }
}

/** Type, code, message and stack; a driver's own properties quote rows (`detail: Key (phone)=(…)`), so they go. */
function redactError(error: unknown, depth: number): unknown {
  if (typeof error === 'string') return scrub(error);
  if (!isFields(error)) return DROPPED;
  const kept: Fields = {};
  for (const name of ['type', 'name', 'code'] as const) {
    if (error[name] !== undefined) kept[name] = redactValue('word', error[name]);
  }
  for (const name of ['message', 'stack'] as const) {
    if (typeof error[name] === 'string') kept[name] = scrub(error[name]);
  }
  if (depth > 0 && isFields(error['cause'])) kept['cause'] = redactError(error['cause'], depth - 1);
  return kept;
}

/** Addresses and headers of a request say who asked; method and path say what. */
function redactRequest(request: unknown): unknown {
  if (!isFields(request)) return DROPPED;
  const { method, url } = request;
  return {
    method: redactValue('word', method ?? null),
    url: typeof url === 'string' ? scrubPath(url) : DROPPED,
  };
}

/** Names of fields are ours; a map with people as keys must not become one. */
function safeName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]{0,39}$/.test(name) ? name : 'dropped';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
