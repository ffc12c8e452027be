import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from '../setup/paths.mjs';
import { Trouble } from '../setup/trouble.mjs';
import { asJsonLine } from './log-file.mjs';
import { end, identityOf } from './process-identity.mjs';

const LEASH = path.join(import.meta.dirname, 'leash.mjs');
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;
/** A child that ran this long was healthy: its next death starts with the short delay again. */
const HEALTHY_MS = 30_000;
const POLL_MS = 40;

/**
 * One process that is kept running until `stop`: restarted with growing delays when it dies, ended when we die.
 *
 * `command`    what to run, first the program; `env` is its whole environment
 * `leash`      the signal that ends it cleanly; given for servers that do not watch their standard input themselves
 * `isReady`    asked again and again until it resolves to true
 * `attempts`   how often it may die before it was ever ready until `start` gives up
 * `onRecord`   hears every log record; `onChange` hears of a new process, for run.json
 */
export function superviseChild({ name, command, env, leash, isReady, attempts = 3, log, onRecord, onChange, port }) {
  let child = null; // what we spawned
  let server = null; // the identity of the process that does the work: behind a leash not the one we spawned
  let stopping = false;
  let delayMs = FIRST_DELAY_MS;
  let timer = null;
  let deaths = 0;
  let lastWords = '';
  let exited = Promise.resolve();
  const state = { saidReady: false };

  function launch() {
    timer = null;
    state.saidReady = false;
    const began = performance.now();
    const argv = leash ? [process.execPath, LEASH, leash, ...command] : command;
    child = spawn(argv[0], argv.slice(1), {
      cwd: ROOT,
      env: { ...env, PARENT_PIPE: '1' },
      // Standard input is the leash: nothing is ever written, but it closes when we are gone, however we went.
      stdio: ['pipe', 'pipe', 'pipe', ...(leash ? ['ipc'] : [])],
      // A session of its own: Ctrl-C in the terminal reaches only us, and we stop the children in order.
      detached: true,
    });
    child.stdin.on('error', () => undefined);
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', hear);
    if (leash) {
      child.on('message', ({ pid }) => {
        server = identityOf(pid);
        onChange?.();
      });
    } else if (child.pid) server = identityOf(child.pid);
    onChange?.();
    exited = new Promise((resolve) => {
      const over = (how) => {
        child = null;
        resolve();
        if (!stopping) restart(how, performance.now() - began);
      };
      child.once('error', (error) => over(error.message));
      child.once('exit', (code, signal) => over(signal ?? `exit code ${code}`));
    });
  }

  function hear(line) {
    const { record, text } = asJsonLine(name, line);
    if (record.msg === 'ready') state.saidReady = true;
    if (record.level >= 40 || !lastWords) lastWords = record.err?.message ?? record.msg ?? lastWords;
    log?.write(text);
    onRecord?.(record);
  }

  function restart(how, ranMs) {
    deaths += 1;
    if (ranMs > HEALTHY_MS) delayMs = FIRST_DELAY_MS;
    const record = { level: 40, time: Date.now(), name, msg: `ended, starting again in ${delayMs / 1000} s`, how };
    log?.write(JSON.stringify(record));
    onRecord?.(record);
    timer = setTimeout(async () => {
      await endServer(); // A leash that was killed leaves its server behind.
      if (!stopping) launch();
    }, delayMs);
    delayMs = Math.min(Math.max(delayMs * 2, FIRST_DELAY_MS), LONGEST_DELAY_MS);
  }

  const endServer = () => end(server, { signal: leash ?? 'SIGTERM', graceMs: 5_000 });

  return {
    name,
    port,
    /** `{ pid, startTime }` of the working process, or null while there is none. */
    identity: () => (child ? server : null),
    /** The process that holds the leash, or null. */
    holder: () => (child && leash ? identityOf(child.pid) : null),

    /** Starts it and resolves once it is ready. Rejects with one sentence when it keeps dying or stays silent. */
    async start({ withinMs = 60_000 } = {}) {
      launch();
      const deadline = performance.now() + withinMs;
      while (!(child && (await isReady(state)))) {
        if (stopping) return;
        if (deaths >= attempts || performance.now() > deadline) {
          await this.stop();
          throw new Trouble(
            `${name} did not start (${lastWords || 'it said nothing'}): see ${log?.file ?? 'its output'}.`,
          );
        }
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },

    /** Ends the process and starts a new one at once, for changed code. */
    restart() {
      delayMs = 0;
      child?.kill('SIGTERM');
    },

    /** Ends it for good, gently first. */
    async stop({ graceMs = 15_000 } = {}) {
      stopping = true;
      if (timer) clearTimeout(timer);
      if (child) {
        child.kill('SIGTERM');
        const killer = setTimeout(() => child?.kill('SIGKILL'), graceMs);
        await exited;
        clearTimeout(killer);
      }
      await endServer();
    },
  };
}
