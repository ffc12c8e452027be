import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './processes';

jest.setTimeout(120_000);

/** Every script ends a wrong command line with one sentence that says what would be right, and no stack trace. */
describe('a command line that makes no sense', () => {
  it.each([
    ['start', ['--no-order'], /^Unknown option '--no-order': the options are --data VALUE, --port VALUE, .*--watch\.$/],
    ['demo', ['--seed', 'x'], /^--seed wants a whole number from 0 to 4294967295, not "x"\.$/],
    ['demo', ['--seed', '-1'], /^Option '--seed' argument is ambiguous: the options are --seed VALUE, .*--keep\.$/],
    ['demo', ['--seeds', '1'], /^Unknown option '--seeds': the options are --seed VALUE, /],
    ['demo', ['--only', 'no such'], /^No story is named "no such" in any part; there are: .+; .+; .+\.$/],
    ['sign-curl', ['--dir', 'x'], /^Unknown option '--dir': the options are --data VALUE\.$/],
    ['bench', ['order', '--order', '3'], /^Unknown option '--order': the options are --json VALUE, --orders VALUE, /],
    ['bench', ['order', '--orders', 'many'], /^--orders wants a whole number from 1 to 100000, not "many"\.$/],
    ['bench', ['kyc', '--severities', 'hard'], /^Unknown option '--severities': the options are --json VALUE, /],
    ['bench', ['--json'], /^There is no bench --json; there are: .*order/],
    ['test-long', ['soak', '--hours', '2'], /^Unknown option '--hours': the options are --minutes VALUE, /],
    ['test-long', ['soap'], /^There is no long test soap; there are: .*soak/],
  ])('%s %j', (script, args, sentence) => {
    const run = spawnSync(process.execPath, [path.join(ROOT, `scripts/${script}.mjs`), ...args], { encoding: 'utf8' });

    expect(run.stderr.trim()).toMatch(sentence);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.status).toBe(1);
  });

  it('every bench says what it can be told', () => {
    const run = spawnSync(process.execPath, [path.join(ROOT, 'scripts/bench.mjs')], { encoding: 'utf8' });
    const names = /there are: (.*)\.$/.exec(run.stderr.trim())?.[1]?.split(', ') ?? [];

    const said = names.map((name) =>
      spawnSync(process.execPath, [path.join(ROOT, 'scripts/bench.mjs'), name, '--no-such'], {
        encoding: 'utf8',
      }).stderr.trim(),
    );

    expect(names.length).toBeGreaterThan(0);
    expect(said.filter((sentence) => !/^Unknown option '--no-such': the options are /.test(sentence))).toEqual([]);
  });
});
