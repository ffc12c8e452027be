import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT } from './processes';

/** Files under version control or about to be: what git does not ignore. */
const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '-z'], {
  cwd: ROOT,
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(path.join(ROOT, file)));

const read = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');

interface Hit {
  file: string;
  line: number;
  text: string;
}

function search(names: readonly string[], pattern: RegExp): Hit[] {
  return names.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((text, index) =>
        pattern.test(text) ? [{ file, line: index + 1, text: text.trim().slice(0, 120) }] : [],
      ),
  );
}

describe('SQL clocks', () => {
  /** The database's clock knows no offset: a fact stamped with it would be weeks away from business time in the demo. */
  const CLOCK =
    /\b(now\(\s*\)|current_timestamp|current_date|localtimestamp|(clock|statement|transaction)_timestamp\(|dbgenerated\("now|@default\(now)/i;
  /** Leases, sessions and the like are real time on purpose; the line says so and why. */
  const isExplained = ({ text }: Hit): boolean => /(--|\/\/) Real time: \S/.test(text);

  it('are in no column of a migration or schema, but where the line says "Real time:" and why', () => {
    const schemas = files.filter((file) => /^prisma\/.*\.(sql|prisma)$/.test(file));

    expect(search(schemas, CLOCK).filter((hit) => !isExplained(hit))).toEqual([]);
    expect(schemas.length).toBeGreaterThan(0);
  });

  it('are in no statement of the product', () => {
    const sources = files.filter((file) => /^(adapters|workers|api|domain|workflows|activities)\/.*\.ts$/.test(file));

    expect(sources.flatMap(clocksInStrings)).toEqual([]);
    expect(sources.length).toBeGreaterThan(0);
  });

  /** `now()` in code is the clock port; inside a string or template it is SQL. */
  function clocksInStrings(file: string): Hit[] {
    const source = ts.createSourceFile(file, read(file), ts.ScriptTarget.ES2022, true);
    const hits: Hit[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
        const first = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        node.text.split('\n').forEach((text, index) => {
          const hit = { file, line: first + index, text: text.trim().slice(0, 120) };
          if (CLOCK.test(text) && !isExplained(hit)) hits.push(hit);
        });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
    return hits;
  }

  it.each([
    '"created_at" TIMESTAMPTZ NOT NULL DEFAULT CURRENT_TIMESTAMP,',
    'at timestamptz not null default now(),',
    'createdAt DateTime @default(now())',
  ])('would be found in: %s', (line) => {
    expect(CLOCK.test(line)).toBe(true);
  });
});

describe('the lock file', () => {
  interface LockedPackage {
    version?: string;
    resolved?: string;
    link?: boolean;
    optionalDependencies?: Record<string, string>;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };

  it('names no registry host, so that any mirror serves it', () => {
    const withHost = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined && !entry.link);

    expect(withHost.map(([name]) => name)).toEqual([]);
  });

  it('holds every platform package that it names, or npm ci would refuse it elsewhere', () => {
    const missing = Object.entries(packages).flatMap(([owner, entry]) =>
      Object.keys(entry.optionalDependencies ?? {})
        .filter((name) => !isLocked(owner, name))
        .map((name) => `${owner} lacks ${name}`),
    );

    expect(missing).toEqual([]);
  });

  /** npm looks for a package beside its owner first, then in each folder above. */
  function isLocked(owner: string, name: string): boolean {
    for (let at = owner; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
      if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`] !== undefined) return true;
      if (at === '') return false;
    }
  }

  it('has one version of everything by Temporal', () => {
    const versions = Object.entries(packages)
      .filter(([name]) => /(^|\/)node_modules\/@temporalio\/[^/]+$/.test(name))
      .map(([, entry]) => entry.version);

    expect([...new Set(versions)]).toHaveLength(1);
  });
});

describe('the checkout', () => {
  const texts = files.filter(
    (file) => !/\.(png|jpg|jpeg|webp|svg|onnx|ico|woff2?|ttf)$/.test(file) && file !== 'package-lock.json',
  );

  it('names no folder of one machine', () => {
    // Put together so that this line is not found itself.
    const absolute = new RegExp(
      `(^|[^A-Za-z0-9._-])/(${['work', 'farm', 'root', 'home', 'Users'].join('|')})/[A-Za-z0-9._-]+/`,
    );

    expect(search(texts, absolute)).toEqual([]);
  });

  it('pins every package exactly', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<
      string,
      Record<string, string>
    >;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
    );

    expect(loose).toEqual([]);
  });

  it('has decided about every install script', () => {
    const manifest = JSON.parse(read('package.json')) as { allowScripts: Record<string, boolean> };
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { hasInstallScript?: boolean }>;
    };
    const withScript = Object.entries(packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([name]) => name.split('node_modules/').at(-1) ?? name);

    expect(withScript.filter((name) => manifest.allowScripts[name] === undefined)).toEqual([]);
  });
});
