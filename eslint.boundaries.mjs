// Who may do what, where no import shows it: the table's words on the clock, the environment and HTTP, and the ways of
// reaching a module that dependency-cruiser cannot follow. Each is proven by a planted line in tests/repo/lint-boundaries.test.ts.
import { builtinModules } from 'node:module';
import tseslint from 'typescript-eslint';

const nodeBuiltins = builtinModules.filter((name) => !name.startsWith('_')).flatMap((name) => [name, `node:${name}`]);

const everyScript = (...folders) => folders.map((folder) => `${folder}/**/*.{ts,tsx,mts,cts,js,mjs,cjs}`);

const named = (names, message) => names.map((name) => ({ name, message }));

// A flat configuration replaces a rule's list, it does not add to it: each folder's list is put together from these.

const ROUNDABOUT_GLOBALS = named(
  ['globalThis', 'global', 'eval', 'Function', 'module', 'exports'],
  'What a file reaches stands in its imports and under its own name.',
);
const ROUNDABOUT_PROPERTIES = [
  { property: 'getBuiltinModule', message: 'A builtin is imported.' },
  { property: 'mainModule', message: 'A module is imported.' },
  { property: 'constructor', message: 'A function’s constructor compiles text, and leads to every global.' },
];
const ROUNDABOUT_SYNTAX = [
  {
    selector: "ImportExpression:not([source.type='Literal'])",
    message: 'What is imported is named in plain text: a name put together while running escapes every rule.',
  },
  {
    selector: "Identifier[name='require']:not(MemberExpression[property.name='resolve'] > .object)",
    message: 'What is needed is imported; where a package’s file lies may be asked.',
  },
];

const ENVIRONMENT = [
  { object: 'process', property: 'env', message: 'config/config.ts is the only reader of process.env.' },
];
const PROCESS = named(['process'], 'The process and its environment are its composition root’s.');
const HTTP = named(
  ['fetch', 'Request', 'XMLHttpRequest', 'WebSocket', 'EventSource'],
  'A service outside is behind a port.',
);
const MACHINERY = named(
  ['require', 'Buffer', 'crypto', 'performance', 'console', 'navigator', 'WebAssembly', 'Worker', 'SharedArrayBuffer'],
  'No machinery here: what is needed from outside is a port or an activity.',
);
const TIMERS_AND_LOCALE = named(
  ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'Intl', 'Temporal'],
  'The time, and where we are, is handed in.',
);

const CLOCK_AND_CHANCE_PROPERTIES = [
  { object: 'Date', property: 'now', message: 'The time is handed in.' },
  { object: 'Math', property: 'random', message: 'Randomness is handed in.' },
];
const CLOCK_AND_CHANCE_SYNTAX = [
  {
    selector:
      "NewExpression[callee.name='Date'][arguments.length=0], NewExpression[callee.name='Date'] > SpreadElement, CallExpression[callee.name='Date']",
    message: 'The time is handed in.',
  },
  {
    selector:
      "Identifier[name=/^(Date|Math)$/]:not(MemberExpression > .object, NewExpression > .callee, CallExpression > .callee, VariableDeclarator[id.type='ObjectPattern'] > .init, TSTypeReference > .typeName, BinaryExpression[operator='instanceof'] > .right)",
    message: 'Under another name the clock and chance would go unseen.',
  },
  {
    selector:
      "MemberExpression[object.name=/^(Date|Math)$/][computed=true]:not([property.type='Literal']), VariableDeclarator[init.name=/^(Date|Math)$/] > ObjectPattern > RestElement",
    message: 'Which member is meant is named in plain text.',
  },
];

const rules = ({ globals = [], properties = [], syntax = [] }) => ({
  'no-restricted-globals': ['error', ...ROUNDABOUT_GLOBALS, ...globals],
  'no-restricted-properties': ['error', ...ROUNDABOUT_PROPERTIES, ...properties],
  'no-restricted-syntax': ['error', ...ROUNDABOUT_SYNTAX, ...syntax],
});

const noBuiltins = {
  'no-restricted-imports': [
    'error',
    {
      paths: named(nodeBuiltins, 'No Node builtins here: what is needed from outside is a port or an activity.'),
    },
  ],
};

export const boundaries = [
  {
    files: everyScript(
      'domain',
      'workflows',
      'activities',
      'adapters',
      'api',
      'workers',
      'config',
      'sandbox',
      'web/*/src',
      'web/shared',
    ),
    languageOptions: { parser: tseslint.parser },
    rules: { 'no-eval': 'error', 'no-new-func': 'error', ...rules({}) },
  },
  {
    files: everyScript('domain'),
    rules: {
      ...noBuiltins,
      ...rules({
        globals: [...PROCESS, ...HTTP, ...MACHINERY, ...TIMERS_AND_LOCALE],
        properties: [...ENVIRONMENT, ...CLOCK_AND_CHANCE_PROPERTIES],
        syntax: CLOCK_AND_CHANCE_SYNTAX,
      }),
    },
  },
  // The isolate gives workflows a clock, timers and chance that repeat at replay.
  {
    files: everyScript('workflows'),
    rules: {
      ...noBuiltins,
      ...rules({ globals: [...PROCESS, ...HTTP, ...MACHINERY], properties: ENVIRONMENT }),
    },
  },
  { files: everyScript('activities'), rules: rules({ globals: [...PROCESS, ...HTTP], properties: ENVIRONMENT }) },
  {
    files: everyScript('adapters', 'api'),
    ignores: ['api/server.ts', 'adapters/log/logger.ts'],
    rules: rules({ globals: PROCESS, properties: ENVIRONMENT }),
  },
  // A line of the log says which process wrote it.
  { files: ['adapters/log/logger.ts'], rules: rules({ properties: ENVIRONMENT }) },
];
