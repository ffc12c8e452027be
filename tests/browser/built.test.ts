import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { builtConsole } from './console/stage';
import { builtPages } from './phone/stage';

/** What is said to developers when a list has no keys. */
const COMPLAINT = 'Each child in a list should have a unique';

/** The scripts of a built page, by name. */
function scriptsOf(folder: string): ReadonlyMap<string, string> {
  const assets = path.join(folder, 'assets');
  const names = readdirSync(assets).filter((name) => name.endsWith('.js'));
  return new Map(names.map((name) => [name, readFileSync(path.join(assets, name), 'utf8')]));
}

const scriptsWith = (folder: string, text: string): string[] =>
  [...scriptsOf(folder)].filter(([, code]) => code.includes(text)).map(([name]) => name);

describe('the built pages', () => {
  it.each(['console', 'phone'])('of the %s bring no validator: of schemas they need types alone', (name) => {
    const folder = path.join(builtPages(), name);

    expect(scriptsOf(folder).size).toBeGreaterThan(0);
    expect(scriptsWith(folder, 'ZodError')).toEqual([]);
  });

  it('complain aloud where they are tested, and not where they are served', () => {
    expect(scriptsWith(builtConsole(), COMPLAINT)).toHaveLength(1);
    expect(scriptsWith(path.join(builtPages(), 'console'), COMPLAINT)).toEqual([]);
  });
});
