import path from 'node:path';
import { firstOrder } from '../channel/first-order.mjs';
import { optionsOf } from '../setup/options.mjs';
import { ROOT } from '../setup/paths.mjs';
import { sentenceFor, Trouble } from '../setup/trouble.mjs';
import { startStack } from './stack.mjs';
import { watchSources } from './watch.mjs';

const OPTIONS = {
  data: { type: 'string', default: path.join(ROOT, '.data') },
  port: { type: 'string' },
  'free-ports': { type: 'boolean', default: false },
  'no-orders': { type: 'boolean', default: false },
  'no-external': { type: 'boolean', default: false },
  'no-web': { type: 'boolean', default: false },
  quiet: { type: 'boolean', default: false },
  watch: { type: 'boolean', default: false },
};

function portsOf(flags) {
  if (flags['free-ports']) return 'free';
  if (flags.port === undefined) return undefined;
  const base = Number(flags.port);
  if (Number.isInteger(base) && base >= 1024 && base <= 31_000) return base;
  throw new Trouble(`--port wants a base from 1024 to 31000, not ${flags.port}.`);
}

/** Runs until it is told to stop. Resolves to the exit code. */
export async function main(argv) {
  const flags = optionsOf({ args: argv, options: OPTIONS }).values;
  const stopping = new AbortController();
  let fatal = null;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stopping.abort());
  if (process.env.PARENT_PIPE === '1') process.stdin.resume().once('end', () => stopping.abort());
  const asked = new Promise((resolve) => stopping.signal.addEventListener('abort', resolve, { once: true }));

  if (!flags.quiet) process.stdout.write('cardflow: preparing\n');
  try {
    const stack = await startStack({
      dataDir: flags.data,
      ports: portsOf(flags),
      external: !flags['no-external'],
      orders: !flags['no-orders'],
      quiet: flags.quiet,
      web: !flags['no-web'],
      signal: stopping.signal,
      onFatal: (error) => {
        fatal ??= error;
        stopping.abort();
      },
    });
    if (!flags.quiet) process.stdout.write(await welcome(stack));
    if (flags.watch) watchSources(stack.product, stopping.signal);
    await asked;
    if (!flags.quiet) process.stdout.write('\ncardflow: stopping, in order\n');
    await stack.stop();
  } catch (error) {
    if (!stopping.signal.aborted) throw error;
  }
  if (fatal) throw new Trouble(sentenceFor(fatal) ?? fatal.message);
  return 0;
}

async function welcome({ urls, accounts, dataDir, run }) {
  const running = run.children.map(({ name }) => name);
  const lines = [
    '',
    `cardflow runs (${running.join(', ')}). Ctrl-C stops all of it; npm start goes on where it stopped.`,
  ];
  if (running.includes('api')) {
    lines.push(`  Console       ${urls.console}`);
    for (const { login, password, name, roles } of accounts) {
      lines.push(`    ${login.padEnd(10)}  ${password}  ${name} (${roles.join(', ')})`);
    }
  }
  if (urls.temporalUi) lines.push(`  Temporal UI   ${urls.temporalUi}`);
  if (running.includes('sandbox')) lines.push(`  SMS inbox     ${urls.inbox}?phone=<phone>`);
  lines.push(`  Logs          ${path.join(dataDir, 'logs')}`);
  if (running.includes('sandbox') && running.includes('api')) {
    const order = await firstOrder({ dataDir, urls }).catch(() => null);
    if (order) {
      const folder = path.resolve(dataDir) === OPTIONS.data.default ? '' : ` --data ${dataDir}`;
      lines.push('', 'A first order of your own, signed for the channel "demo" and good for five minutes');
      lines.push(`(for a fresh one: node scripts/sign-curl.mjs${folder}):`, '', order);
    }
  }
  return `${lines.join('\n')}\n\n`;
}
