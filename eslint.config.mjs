import { builtinModules } from 'node:module';
import reactHooks from 'eslint-plugin-react-hooks';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

const nodeBuiltins = builtinModules.filter((name) => !name.startsWith('_')).flatMap((name) => [name, `node:${name}`]);

/** domain and workflows run where there is no Node: the isolate replays them, and a clock or a socket would differ each time. */
const noMachinery = {
  'no-restricted-imports': [
    'error',
    {
      paths: nodeBuiltins.map((name) => ({
        name,
        message: 'No Node builtins here: what is needed from outside is a port or an activity.',
      })),
    },
  ],
  'no-restricted-globals': [
    'error',
    'process',
    'fetch',
    'Buffer',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'require',
    'crypto',
    'performance',
  ],
};

const noClock = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The time is handed in.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The time is handed in.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Randomness is handed in.',
  },
];

export default defineConfig(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.data/**',
      '.cache/**',
      'shots/**',
      'prisma/generated/**',
      '**/*.cjs',
      '**/*.mjs',
      '**/*.mts',
      'prisma.config.ts',
    ],
  },
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      // A number in a message is a number: every one of ours is finite or has been refused before.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines-per-function': ['warn', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: 'error',
    },
  },
  { files: ['domain/**/*.ts'], rules: { ...noMachinery, 'no-restricted-syntax': ['error', ...noClock] } },
  {
    files: ['workflows/**/*.ts'],
    rules: {
      ...noMachinery,
      'no-restricted-globals': ['error', 'process', 'fetch', 'Buffer', 'require', 'crypto', 'performance'],
      'max-lines-per-function': ['warn', { max: 150 }],
    },
  },
  { files: ['activities/**/*.ts'], rules: { 'max-lines-per-function': ['warn', { max: 120 }] } },
  // Fastify's handlers are async by contract, and its decorated methods are passed around unbound.
  {
    files: ['api/**/*.ts', 'sandbox/**/*.ts'],
    rules: { '@typescript-eslint/require-await': 'off', '@typescript-eslint/unbound-method': 'off' },
  },
  // config/config.ts is the only reader of the environment; the sandbox is a program of its own with variables of its own.
  {
    files: ['domain/**/*.ts', 'workflows/**/*.ts', 'activities/**/*.ts', 'adapters/**/*.ts', 'api/**/*.ts'],
    ignores: ['api/server.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'config/config.ts is the only reader of process.env.' },
      ],
    },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['web/**/*.ts', 'web/**/*.tsx'],
    extends: [reactHooks.configs.flat.recommended],
    rules: { 'max-lines-per-function': 'off' },
  },
);
