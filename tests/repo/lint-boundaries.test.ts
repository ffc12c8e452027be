import { execFileSync } from 'node:child_process';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';

/** One line a planted violation: the file it is planted in, and the rule that must name it. */
const planted: [file: string, code: string, rule: string][] = [
  ['domain/planted.ts', 'export const now = new Date();', SYNTAX],
  ['domain/planted.ts', 'export const now = new Date(...[]);', SYNTAX],
  ['domain/planted.ts', 'export const now = Date();', SYNTAX],
  ['domain/planted.ts', 'export const now = Date.now();', PROPERTIES],
  ['domain/planted.ts', 'export const now = Date["now"]();', PROPERTIES],
  ['domain/planted.ts', 'const { now } = Date; export const x = now;', PROPERTIES],
  ['domain/planted.ts', 'const { ...all } = Math; export const x = all;', SYNTAX],
  ['domain/planted.ts', 'const Clock = Date; export const now = new Clock();', SYNTAX],
  ['domain/planted.ts', 'export const now = Reflect.construct(Date, []);', SYNTAX],
  ['domain/planted.ts', 'export class Now extends Date {}', SYNTAX],
  ['domain/planted.ts', 'export const now = (name: "now") => Date[name]();', SYNTAX],
  ['domain/planted.ts', 'export const now = new globalThis.Date();', GLOBALS],
  ['domain/planted.ts', 'export const now = new Intl.DateTimeFormat().format();', GLOBALS],
  ['domain/planted.ts', 'export const now = performance.now();', GLOBALS],
  ['domain/planted.ts', 'export const x = Math.random();', PROPERTIES],
  ['domain/planted.ts', 'const { random } = Math; export const x = random();', PROPERTIES],
  ['domain/planted.ts', 'const maths = Math; export const x = maths.random();', SYNTAX],
  ['domain/planted.ts', 'export const x = crypto.randomUUID();', GLOBALS],
  ['domain/planted.ts', 'export const x = globalThis.crypto.randomUUID();', GLOBALS],
  ['domain/planted.ts', 'export const x = globalThis.process.env;', GLOBALS],
  ['domain/planted.ts', 'export const x = global.process;', GLOBALS],
  ['domain/planted.ts', 'export const x = process.pid;', GLOBALS],
  ['domain/planted.ts', 'import fs from "node:fs"; export const x = fs;', 'no-restricted-imports'],
  ['domain/planted.ts', 'export const x = fetch("");', GLOBALS],
  ['domain/planted.ts', 'setTimeout(() => 1, 1);', GLOBALS],
  ['domain/planted.ts', 'export const x = eval("process");', GLOBALS],
  ['domain/planted.ts', 'export const x = new Function("return process")();', GLOBALS],
  ['domain/planted.ts', 'export const x = (() => 1).constructor("return process")();', PROPERTIES],
  ['domain/planted.mjs', 'export const now = Date.now();', PROPERTIES],
  ['domain/deep/planted.cjs', 'exports.now = Date.now();', PROPERTIES],
  ['workflows/planted.workflow.ts', 'export const x = process.env;', GLOBALS],
  ['workflows/planted.workflow.ts', 'export const x = globalThis.process;', GLOBALS],
  ['workflows/planted.workflow.ts', 'export const x = fetch("");', GLOBALS],
  ['workflows/order/planted.ts', 'export const x = new WebSocket("");', GLOBALS],
  ['workflows/planted.workflow.ts', 'export const x = require("./saga");', GLOBALS],
  ['activities/planted.activities.ts', 'export const x = fetch("");', GLOBALS],
  ['activities/planted.activities.ts', 'export const x = globalThis.fetch("");', GLOBALS],
  ['activities/planted.activities.ts', 'export const x = process.env;', GLOBALS],
  ['adapters/bank/planted.ts', 'export const x = process.env;', GLOBALS],
  ['adapters/bank/planted.ts', 'const mine = process; export const x = mine.env;', GLOBALS],
  ['adapters/log/logger.ts', 'const { env } = process; export const x = env;', PROPERTIES],
  ['api/planted.ts', 'export const x = process.env;', GLOBALS],
  ['api/routes/planted.route.ts', 'export const x = globalThis.process.env;', GLOBALS],
  ['api/planted.ts', 'export const x = process.getBuiltinModule("node:process");', PROPERTIES],
  ['sandbox/planted.ts', 'const name = "../domain/order"; export const x = import(name);', SYNTAX],
  ['sandbox/planted.ts', 'export const x = (name: string) => import(`../domain/${name}`);', SYNTAX],
  ['sandbox/planted.ts', 'const load = require; export const x = load("../domain/order");', SYNTAX],
  ['sandbox/planted.ts', 'export const x = module.require("../domain/order");', GLOBALS],
  ['sandbox/planted.ts', 'export const x = process.mainModule;', PROPERTIES],
  ['sandbox/planted.mjs', 'export const x = (name) => import(name);', SYNTAX],
  ['workers/planted.worker.ts', 'export const x = (name: string) => import(name);', SYNTAX],
  ['config/planted.ts', 'export const x = eval("1");', GLOBALS],
  ['web/console/src/planted.tsx', 'export const x = (name: string) => import(name);', SYNTAX],
  ['web/phone/src/planted.ts', 'export const x = new Function("return 1");', GLOBALS],
  ['web/shared/planted.ts', 'export const x = globalThis;', GLOBALS],
];

/** What is near a refused line and right. */
const sound: [file: string, code: string][] = [
  [
    'domain/planted.ts',
    'export const at = (text: string, other: unknown): Date | null => other instanceof Date ? new Date(text) : null;',
  ],
  [
    'domain/planted.ts',
    'const { floor } = Math; export const x = floor(Math.max(Date.UTC(2026, 0), Date.parse("2026-01-01")));',
  ],
  ['workflows/planted.workflow.ts', 'export const x = [Date.now(), Math.random(), setTimeout(() => 1, 1)];'],
  ['adapters/log/logger.ts', 'export const x = process.pid;'],
  ['adapters/sms/planted.ts', 'export const x = require.resolve("pino");'],
  ['adapters/sms/planted.ts', 'export const x = import("pino");'],
  ['api/server.ts', 'export const x = process.env;'],
  ['workers/planted.worker.ts', 'export const x = process.env;'],
];

describe('what no import shows', () => {
  let found: string[][];

  beforeAll(() => {
    found = lint([...planted.map(([file, code]) => [file, code] as const), ...sound]);
  }, 60_000);

  it.each(planted.map(([file, code, rule], index) => ({ file, code, rule, index })))(
    '$file: $code',
    ({ rule, index }) => {
      expect(found[index]).toContain(rule);
    },
  );

  it.each(sound.map(([file, code], index) => ({ file, code, index: planted.length + index })))(
    '$file may: $code',
    ({ index }) => {
      expect(found[index]).toEqual([]);
    },
  );
});

/** The boundary rules that name each text, under the product’s own configuration; what needs types is another matter. */
function lint(texts: (readonly [file: string, code: string])[]): string[][] {
  const program = `
    import { ESLint } from 'eslint';
    import tseslint from 'typescript-eslint';
    const { languageOptions, rules } = tseslint.configs.disableTypeChecked;
    const eslint = new ESLint({ overrideConfig: { languageOptions, rules } });
    const named = [];
    for (const [filePath, code] of JSON.parse(process.argv[1])) {
      const [result] = await eslint.lintText(code, { filePath });
      if (result === undefined || result.messages.some((message) => message.fatal)) throw new Error(filePath + ': ' + JSON.stringify(result));
      named.push(result.messages.map((message) => message.ruleId).filter((rule) => /^no-(restricted-|eval|new-func)/.test(rule)));
    }
    process.stdout.write(JSON.stringify(named));`;
  const args = ['--input-type=module', '--eval', program, JSON.stringify(texts)];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })) as string[][];
}
