import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

// Prisma's native schema engine is downloaded by an install script. Where that was blocked or the site is out of reach, the same
// engine compiled to WebAssembly answers in its place; Prisma reads this file before it looks for the engine.
const engines = path.join(__dirname, 'node_modules/@prisma/engines');
if (existsSync(engines) && !readdirSync(engines).some((file) => file.startsWith('schema-engine-'))) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= path.join(__dirname, 'scripts/prisma/schema-engine.mjs');
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
