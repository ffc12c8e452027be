import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** Stands where a template puts in something unknown. */
export const HOLE = '\uFFFC';

export interface Literal {
  /** `path:line`, relative to the checkout. */
  readonly at: string;
  readonly text: string;
}

const root = join(__dirname, '../..');

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('node_modules'))
    .map((name) => join(folder, name))
    .sort();
}

/** Every string of the sources in these folders or files, comments and regular expressions left out. */
export function literalsIn(...places: readonly string[]): Literal[] {
  return places.flatMap((place) => (/\.tsx?$/.test(place) ? [place] : sourcesIn(place))).flatMap(literalsOf);
}

function literalsOf(path: string): Literal[] {
  const found: Literal[] = [];
  const source = ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true);
  const keep = (node: ts.Node, text: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart());
    found.push({ at: `${path}:${String(line + 1)}`, text });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isJsxText(node)) keep(node, node.text);
    if (ts.isTemplateExpression(node))
      keep(node, node.head.text + node.templateSpans.map((span) => HOLE + span.literal.text).join(''));
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
