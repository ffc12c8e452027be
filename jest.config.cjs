const { readdirSync } = require('node:fs');
const path = require('node:path');

/** ESM-only packages: Jest cannot require() them as they are, plain Node 20.19 and later can. */
const ESM_ONLY = [
  '@fastify/cookie',
  '@fastify/static',
  'cookie',
  'content-disposition',
  'fastify-type-provider-zod',
  'openid-client',
  'oauth4webapi',
  'jose',
  '@tus/[^/]+',
  'srvx',
  'nanoid',
  'openapi-fetch',
];

const shared = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: {
    '^.+\\.(?:[cm]?[jt]s|tsx)$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript', tsx: false } },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${ESM_ONLY.join('|')})/)`],
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/node_modules/.cache/'],
  watchPathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};

const servers = {
  globalSetup: '<rootDir>/scripts/testing/setup-servers.mjs',
  globalTeardown: '<rootDir>/scripts/testing/teardown.mjs',
};

const product = {
  globalSetup: '<rootDir>/scripts/testing/setup-product.mjs',
  globalTeardown: '<rootDir>/scripts/testing/teardown-product.mjs',
};

// Jest reads testTimeout only for the whole run, so a group asks for more in a file of its own.
const patient = { setupFilesAfterEnv: ['<rootDir>/tests/support/patience.ts'] };

const pages = { globalSetup: '<rootDir>/scripts/testing/setup-pages.mjs' };

/** What a group needs; a folder in tests/ that is not named here is a group that needs nothing. */
const needs = {
  activities: servers,
  adapters: servers,
  api: servers,
  contracts: servers,
  workflows: servers,
  e2e: { ...product, ...patient },
  browser: {
    ...pages,
    setupFilesAfterEnv: [...patient.setupFilesAfterEnv, '<rootDir>/tests/support/second-look.ts'],
  },
};

const groups = readdirSync(path.join(__dirname, 'tests'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['support', 'long', 'vectors'].includes(entry.name))
  .map((entry) => entry.name);

/** @type {import('jest').Config} */
module.exports = {
  // Hooks start databases on machines that do other things too; a test that hangs is still found.
  testTimeout: 90_000,
  projects: groups.map((name) => ({
    ...shared,
    displayName: name,
    testMatch: [`<rootDir>/tests/${name}/**/*.test.ts`, `<rootDir>/tests/${name}/**/*.test.tsx`],
    ...needs[name],
  })),
};
