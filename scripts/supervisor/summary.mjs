const WORDS = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };
const HIDDEN = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'msg',
  'req',
  'res',
  'err',
  'responseTime',
  'reqId',
  'v',
]);

/** Levels of those who print words instead of numbers (Temporal's server). */
const levelOf = ({ level }) =>
  typeof level === 'number' ? level : Number(Object.keys(WORDS).find((key) => WORDS[key] === level)) || 30;

/**
 * One readable line for the console, or null for what only the log file keeps: the servers' chatter, the web server's line
 * for every request, and whatever a child calls less than information.
 */
export function summaryLine(child, record) {
  const level = levelOf(record);
  const isServer = child === 'postgres' || child === 'temporal';
  if (level < (isServer && record.how === undefined ? 60 : 30)) return null;
  if (level === 30 && (record.req || record.res || record.responseTime !== undefined)) return null;
  const facts = Object.entries(record)
    .filter(([key, value]) => !HIDDEN.has(key) && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}=${value}`);
  const problem = record.err?.message ?? record.error;
  if (typeof problem === 'string') facts.push(`(${problem.split('\n')[0]})`);
  const time = new Date().toTimeString().slice(0, 8);
  const word = WORDS[level] ?? String(level);
  return `${time} ${child.padEnd(13)} ${word.padEnd(5)} ${record.msg ?? ''} ${facts.join(' ')}`.trimEnd();
}
