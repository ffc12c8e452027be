import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './processes';

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const DOCS = [
  'README.md',
  ...readdirSync(path.join(ROOT, 'docs'))
    .filter((f) => f.endsWith('.md'))
    .map((f) => `docs/${f}`),
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

  it('the README calls only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = [...read('README.md').matchAll(/npm (?:run )?([a-z]+(?::[a-z]+)?)/g)].map(([, name = '']) => name);

    expect(called).toEqual(expect.arrayContaining(['start', 'test', 'demo', 'bench']));
    expect(called.filter((name) => !['run', 'and'].includes(name) && !(name in scripts))).toEqual([]);
  });
});
