import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './processes';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const DOCS = [
  'README.md',
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((f) => f.endsWith('.md'))
    .map((f) => `docs/${f}`),
  'docs/adr/README.md',
  'deploy/README.md',
];

describe('the documents', () => {
  it.each(DOCS)('%s links only to what is there', (doc) => {
    const links = [...read(doc).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, link = '']) => link);

    expect(links.filter((link) => !existsSync(path.join(ROOT, path.dirname(doc), link)))).toEqual([]);
  });

  it('the carrier page names only files that are there and quotes them as they stand', () => {
    const text = read('docs/connect-a-carrier.md');
    const quotes = [...text.matchAll(/```ts (\S+)\n([\s\S]*?)```/g)];
    const named = [...text.matchAll(/`((?:adapters|api|config|domain|scripts|tests|workers|workflows)\/[\w./-]*)`/g)];

    expect(quotes.length).toBeGreaterThan(1);
    expect(quotes.filter(([, file = '', code = '']) => !read(file).includes(code)).map(([, file]) => file)).toEqual([]);
    expect(named.length).toBeGreaterThan(15);
    expect(named.map(([, file = '']) => file).filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });
});

describe('the list of decisions', () => {
  it('has every one of them, by its own title', () => {
    const decisions = readdirSync(path.join(ROOT, 'docs/adr')).filter((file) => /^\d{4}-/.test(file));
    const index = read('docs/adr/README.md');

    expect(decisions.length).toBeGreaterThan(6);
    for (const file of decisions) {
      const [, number = '', title = ''] = /^# (\d{4}) (.*)$/m.exec(read(`docs/adr/${file}`)) ?? [];
      expect(index).toContain(`| ${number} | [${title}](${file}) |`);
    }
  });
});

describe('the table of variables', () => {
  const table = read('docs/configuration.md');
  const schema = /environmentSchema = z\.object\(\{([\s\S]*?)\n\}\)/.exec(read('config/config.ts'))?.[1] ?? '';
  const variables = [...schema.matchAll(/^ {2}([A-Z_]+): (.*),$/gm)].map(([, name = '', form = '']) => ({
    name,
    form,
  }));

  it('has every variable of the product with its default', () => {
    const wrong = variables.filter(({ name, form }) => {
      const row = table.split('\n').find((line) => line.startsWith(`| \`${name}\` |`)) ?? '';
      const value = /\.default\((.*)\)$/.exec(form)?.[1]?.replaceAll(/[_']/g, '') ?? '';
      return row === '' || !row.replaceAll('_', '').includes(value);
    });

    expect(variables.length).toBeGreaterThan(14);
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('has no variable that nobody reads', () => {
    const named = [...table.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, name = '']) => name);
    const source = [
      'config/config.ts',
      'sandbox/settings.ts',
      'scripts/setup/temporal-cli.mjs',
      'scripts/setup/paths.mjs',
    ];
    const text = [...source, 'scripts/setup/wheel.mjs', 'tests/support/chromium.ts'].map(read).join('\n');

    expect(named.length).toBeGreaterThan(variables.length);
    expect(named.filter((name) => !text.includes(name))).toEqual([]);
  });
});

describe('the README', () => {
  const text = read('README.md');
  const code = [...text.matchAll(/```sh\n([\s\S]*?)```/g), ...text.matchAll(/`([^`\n]+)`/g)].map(
    ([, each = '']) => each,
  );
  const missing = (pattern: RegExp, isThere: (found: string) => boolean): { found: number; missing: string[] } => {
    const all = [...new Set(code.flatMap((each) => [...each.matchAll(pattern)].map(([, found = '']) => found)))];
    return { found: all.length, missing: all.filter((found) => !isThere(found)) };
  };
  const sources = (...folders: string[]): string =>
    folders
      .flatMap((folder) =>
        readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
          path.join(folder, file),
        ),
      )
      .filter((file) => /\.(?:ts|mjs)$/.test(file))
      .map(read)
      .join('\n');

  it('calls only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = missing(/npm (?:run )?([a-z]+(?::[a-z]+)?)/g, (name) => name in scripts);

    expect(called.missing).toEqual([]);
    expect(called.found).toBeGreaterThan(7);
  });

  it('gives them only arguments that they take', () => {
    const flags = missing(/--([a-z-]+)/g, (flag) =>
      new RegExp(`(?:'${flag}'|\\b${flag}): (?:\\{ type|text\\b)`).test(sources('scripts')),
    );
    const kinds = missing(/npm run (?:bench|test:long) -- ([a-z]+)/g, (kind) =>
      ['bench', 'tests/long'].some((folder) =>
        readdirSync(path.join(ROOT, folder)).some((file) => file.startsWith(`${kind}.`)),
      ),
    );

    expect([...flags.missing, ...kinds.missing]).toEqual([]);
    expect(Math.min(flags.found, kinds.found)).toBeGreaterThan(2);
  });

  it('names only files and folders that are there, but for those that are made', () => {
    const tops = readdirSync(ROOT).filter((name) => !name.startsWith('.') && name !== 'node_modules');
    const paths = missing(/(?<![\w./-])((?:[\w-]+\/)+[\w.-]*)/g, (file) => {
      const top = file.split('/')[0] ?? '';
      const source = file.replace(/^dist\//, '').replace(/\.js$/, '.ts');
      return !tops.includes(top) || existsSync(path.join(ROOT, top === 'dist' ? source : file));
    });

    expect(paths.missing).toEqual([]);
    expect(paths.found).toBeGreaterThan(20);
    expect(code.filter((each) => /^[a-z]+\/$/.test(each) && !existsSync(path.join(ROOT, each)))).toEqual([]);
  });

  it('names only routes that are served', () => {
    const served = sources('api', 'sandbox');
    const isServed = (route: string): boolean =>
      served.includes(`'${route.replace(/ord_…|\{id\}/, ':id')}'`) ||
      (served.includes(`prefix: '${path.dirname(route)}'`) && served.includes(`'/${path.basename(route)}'`));
    const routes = missing(/(?:^|\s|SANDBOX)(\/[a-z0-9][\w/.{}…-]*)/g, isServed);

    expect(routes.missing).toEqual([]);
    expect(routes.found).toBeGreaterThan(6);
  });

  it('sends people to log-ins and buttons that exist', () => {
    const hour = /## The first hour([\s\S]*?)\n## /.exec(text)?.[1] ?? '';
    const logins = [...new Set([...hour.matchAll(/`([a-z]+\d)`/g)].map(([, login = '']) => login))];
    const accounts = read('scripts/supervisor/secrets.mjs');
    const words = [...new Set(hour.match(/\p{Script=Han}+/gu))];
    const texts = sources('web/console/src/texts', 'domain');

    expect(logins.filter((login) => !accounts.includes(`login: '${login}'`))).toEqual([]);
    expect(logins.length).toBeGreaterThan(5);
    expect(words.filter((word) => !texts.includes(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(15);
  });

  it('names only variables that are read', () => {
    const variables = missing(/\b([A-Z]+_[A-Z_]+)\b/g, (name) => sources('config', 'scripts').includes(name));

    expect(variables.missing).toEqual([]);
    expect(variables.found).toBeGreaterThan(6);
  });
});
