import { STUCK_AFTER_MINUTES } from './witness.mjs';

const MOST_GROWTH = 1.1;
/** Garbage is collected when it suits: a moment's memory is the median of so many samples before it. */
const SAMPLES_A_MOMENT = 3;
/** Sellers pause at random and people are drawn on the same two cores. */
const LEAST_SHARE_SOLD = 0.7;

const short = { supervisor: 'super', postgres: 'pg', 'worker-orders': 'orders', 'worker-kyc': 'kyc' };
const cell = (text, width = 8) => String(text).padStart(width);

/** The column names of `line`. */
export function heading({ memoryMiB }) {
  const names = Object.keys(memoryMiB).map((name) => cell(short[name] ?? name));
  return `${cell('min', 4)}${names.join('')}  MiB |${['sales', 'taken', 'refused', 'failed', 'live', 'stuck', 'overdue'].map((n) => cell(n)).join('')} | free`;
}

export function line({ minute, memoryMiB, free, sales, accepted, refused, failed, live, stuck, overdue }) {
  const memory = Object.values(memoryMiB).map((value) => cell(Math.round(value)));
  const counts = [sales, accepted, refused, failed, live, stuck, overdue].map((value) => cell(value));
  const pools = Object.entries(free).map(([pool, count]) => `${pool} ${count}`);
  return `${cell(minute, 4)}${memory.join('')}      |${counts.join('')} | ${pools.join(', ')}`;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** What is promised, one sentence each, and whether it held. */
export function verdicts({ samples, minutes, rate, intake }) {
  const last = samples.at(-1);
  const says = (ok, text) => ({ ok, text });
  return [
    says(
      last.failed === 0 && intake.sentAgain === 0,
      `no intake failed (${last.failed} refused by a fault, ${intake.sentAgain} sent again, ${intake.undecided} under way)`,
    ),
    says(
      last.accepted >= minutes * rate * LEAST_SHARE_SOLD,
      `the channel sold ${last.sales} times in ${minutes} minutes, ${last.accepted} accepted, ${last.refused} refused${reasonsOf(intake)}`,
    ),
    says(
      samples.every(({ free }) => Object.values(free).every((count) => count > 0)),
      `every pool had free numbers at every look (now ${Object.entries(last.free)
        .map((pool) => pool.join(' '))
        .join(', ')})`,
    ),
    says(
      samples.every(({ stuck }) => stuck === 0),
      `every order ended or went to the courier within ${STUCK_AFTER_MINUTES} minutes (${last.orders} orders: ${JSON.stringify(last.ends)})${stuckOnes(samples)}`,
    ),
    says(
      samples.every(({ pids }) => JSON.stringify(pids) === JSON.stringify(samples[0].pids)),
      'no process was restarted',
    ),
    ...memoryVerdicts(samples, minutes, says),
  ];
}

function memoryVerdicts(samples, minutes, says) {
  const early = Math.min(30, Math.ceil(minutes / 4));
  const at = (name, minute) =>
    median(
      samples
        .filter((sample) => sample.minute <= minute)
        .slice(-SAMPLES_A_MOMENT)
        .map(({ memoryMiB }) => memoryMiB[name]),
    );
  return Object.keys(samples[0].memoryMiB).map((name) => {
    const [before, after] = [at(name, early), at(name, minutes)];
    const growth = after / before;
    const text = `${name}: ${Math.round(after)} MiB at the end, ${Math.round(growth * 100)} % of the ${Math.round(before)} MiB after ${early} minutes`;
    return says(growth <= MOST_GROWTH, text);
  });
}

/** How often each reason was given; a refusal is an answer, but in a run of fitting customers it asks for a look. */
function reasonsOf({ refusals }) {
  const counts = {};
  for (const { answer, status } of refusals) {
    const codes = answer?.reasons?.map(({ code }) => code) ?? [answer?.code ?? status];
    for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  }
  return refusals.length === 0 ? '' : ` (${JSON.stringify(counts)})`;
}

function stuckOnes(samples) {
  const ids = new Set(samples.flatMap(({ stuckOrders }) => stuckOrders.map((o) => `${o.public_id} ${o.status}`)));
  return ids.size === 0 ? '' : `; stuck: ${[...ids].join(', ')}`;
}
