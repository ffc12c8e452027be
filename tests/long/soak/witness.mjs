import { readFileSync } from 'node:fs';
import path from 'node:path';
import { loadPg } from '../../../scripts/supervisor/postgres-command.mjs';

/**
 * An order that nobody has handed to the courier this long after it was accepted is stuck: customers and carrier take
 * about two minutes. Parcels and activations take days of real time, so that an order in them which waits for a moment
 * still to come is as it should be; one that waits for nothing is not.
 */
export const STUCK_AFTER_MINUTES = 10;
const WAITS = `exists (select 1 from waits w where w.subject_kind = 'order' and w.subject_id = orders.id
  and w.closed_at is null and w.what in ('parcel', 'parcel-back', 'activation', 'handover-check') and w.due_at > now())`;
const IS_STUCK = `ended_at is null and created_at < now() - interval '${STUCK_AFTER_MINUTES} minutes'
  and not (stage in ('shipping', 'activating') and ${WAITS})`;

const COUNTS = `select
  count(*)::int as orders,
  count(*) filter (where ended_at is null)::int as live,
  count(*) filter (where ${IS_STUCK})::int as stuck,
  (select count(*)::int from waits where closed_at is null and due_at < now()) as overdue,
  (select count(*)::int from reviews where state in ('queued', 'claimed')) as reviews
  from orders`;
const STUCK = `select public_id, stage, status, created_at from orders
  where ${IS_STUCK} order by id limit 20`;
const ENDS = `select stage, count(*)::int as count from orders group by stage order by stage`;
const POOLS = `select plan_code || '/' || city_code as pool, count(*) filter (where state = 'free')::int as free
  from numbers group by 1 order by 1`;

/** Looks at the running product from outside: /proc, the database, the channel's own book. */
export async function openWitness(run, { residentMiB, cpuSeconds }) {
  const { Client } = loadPg();
  const database = new Client({ connectionString: run.databases.main, application_name: 'soak' });
  database.on('error', () => undefined); // The next question fails, and says so where it is awaited.
  await database.connect();
  const rows = async (sql) => (await database.query(sql)).rows;
  const book = async () => (await fetch(`${run.urls.sandbox}/channels/demo/book`)).json();

  return {
    /** Lets the scripted colleagues do the officers' work. */
    async callColleagues() {
      const answer = await fetch(`${run.urls.api}/sandbox/colleagues`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ on: true }),
      });
      if (!answer.ok) throw new Error(`the colleagues do not come: HTTP ${answer.status}`);
    },

    async sample({ supervisor, children }) {
      const pids = Object.fromEntries([{ name: 'supervisor', ...supervisor }, ...children].map((p) => [p.name, p.pid]));
      const { pid: supervisorPid, ...others } = { pid: pids.supervisor, ...pids };
      delete others.supervisor;
      const [[counts], pools, { rows: sales }] = await Promise.all([rows(COUNTS), rows(POOLS), book()]);
      const told = sales.filter((sale) => sale.told);
      const answered = (test) => told.filter((sale) => test(sale.told.status)).length;
      return {
        at: new Date().toISOString(),
        pids,
        memoryMiB: {
          // The supervisor's tree is everything: its own pages are what counts.
          supervisor: ownMiB(supervisorPid),
          ...Object.fromEntries(Object.entries(others).map(([name, pid]) => [name, residentMiB(pid)])),
        },
        cpuSeconds: cpuSeconds(others),
        free: Object.fromEntries(pools.map(({ pool, free }) => [pool, free])),
        sales: sales.length,
        accepted: answered((status) => status < 300),
        refused: answered((status) => status >= 300 && status < 500),
        failed: answered((status) => status >= 500),
        ...counts,
        ends: Object.fromEntries((await rows(ENDS)).map(({ stage, count }) => [stage, count])),
        stuckOrders: await rows(STUCK),
      };
    },

    /** What the channel had to say about sales that got no decision at once, from its log. */
    async intake(dataDir) {
      const log = readFileSync(path.join(dataDir, 'logs/sandbox.log'), 'utf8');
      const again = log.split('\n').filter((text) => text.includes('"a sale waits and is sent again"'));
      const { undecided, rows: sales } = await book();
      const refused = sales.filter(({ told }) => told && told.status >= 300);
      return { sentAgain: again.length, undecided, refusals: refused.map(({ told }) => told) };
    },

    close: () => database.end(),
  };
}

const ownMiB = (pid) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
