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

/** Requests that were answered as asked are the log file's; the console would show nothing else. */
const isAnsweredRequest = (record) =>
  (record.req ?? record.res ?? record.route ?? record.responseTime) !== undefined &&
  !(Number(record.statusCode ?? record.status ?? record.res?.statusCode) >= 500);

/** The least level that the console shows: less of the servers and of Temporal's SDK than of our own processes. */
function threshold(child, record) {
  if (record.how !== undefined) return 30; // Our own line about a child that ended.
  if (child === 'postgres' || child === 'temporal') return 60;
  return record.sdkComponent === undefined ? 30 : 50;
}

/** One readable line for the console, or null for what only the log file keeps. */
export function summaryLine(child, record) {
  const level = levelOf(record);
  if (level < threshold(child, record) || (level < 50 && isAnsweredRequest(record))) return null;
  const facts = Object.entries(record)
    .filter(([key, value]) => !HIDDEN.has(key) && ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => `${key}=${value}`);
  const problem = record.err?.message ?? record.error;
  if (typeof problem === 'string') facts.push(`(${firstLine(problem)})`);
  const time = new Date().toTimeString().slice(0, 8);
  const word = WORDS[level] ?? String(level);
  return `${time} ${child.padEnd(13)} ${word.padEnd(5)} ${firstLine(record.msg ?? '')} ${facts.join(' ')}`.trimEnd();
}

const firstLine = (text) => String(text).split('\n', 1)[0];
