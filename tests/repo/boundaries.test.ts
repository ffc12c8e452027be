import { execFileSync, spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** Files that are allowed, and that the planted ones lean on. */
const sound: Record<string, string> = {
  'domain/order.ts': 'export interface Order { id: string }\nexport const stages = ["received"];',
  'workflows/order.messages.ts':
    'import { defineSignal } from "@temporalio/workflow";\nexport const cancel = defineSignal("cancel");',
  'workflows/order.workflow.ts':
    'import { proxyActivities } from "@temporalio/workflow";\nimport type { OrderActivities } from "../activities/order.activities";\nimport { stages } from "../domain/order";\nexport const order = () => [proxyActivities<OrderActivities>, stages];',
  'activities/order.activities.ts':
    'import { heartbeat } from "@temporalio/activity";\nimport type { Order } from "../domain/order";\nexport interface OrderActivities { find: () => Order }\nexport const beat = heartbeat;',
  'adapters/postgres/orders.ts':
    'import pg from "pg";\nimport { config } from "../../config/config";\nexport const orders = [pg, config];',
  'adapters/bearer-json.ts': 'import { request } from "undici";\nexport const bearerJson = request;',
  'adapters/bank/http-bank.ts': 'import { bearerJson } from "../bearer-json";\nexport const bank = bearerJson;',
  'adapters/ids.ts': 'import { randomBytes } from "node:crypto";\nexport const newId = randomBytes;',
  'adapters/postgres/pool.ts': 'import { orders } from "./orders";\nexport const pool = orders;',
  'adapters/temporal/flow.ts':
    'import { Client } from "@temporalio/client";\nimport { cancel } from "../../workflows/order.messages";\nimport type { order } from "../../workflows/order.workflow";\nexport type Flow = typeof order;\nexport const flow = [Client, cancel];',
  'api/schemas/order.ts':
    'import { z } from "zod";\nimport type { Order } from "../../domain/order";\nexport const view = z.object({ id: z.string() });\nexport type View = Order;',
  'api/app.ts':
    'import fastify from "fastify";\nimport { view } from "./schemas/order";\nexport const app = [fastify, view];',
  'api/server.ts':
    'import { app } from "./app";\nimport { pool } from "../adapters/postgres/pool";\nexport const server = [app, pool];',
  'workers/orders.worker.ts':
    'import { flow } from "../adapters/temporal/flow";\nimport { beat } from "../activities/order.activities";\nexport const worker = [flow, beat];',
  'config/config.ts': 'import { z } from "zod";\nexport const config = z;',
  'dist/adapters/postgres/pool.js': 'exports.pool = [];',
  'sandbox/server.ts': 'import { createHmac } from "node:crypto";\nexport const sign = createHmac;',
  'web/console/main.ts':
    'import { useState } from "react";\nimport { stages } from "../../api/schemas/words";\nimport type { View } from "../../api/schemas/order";\nimport { yuan } from "../shared/format";\nexport const page: [unknown, unknown, unknown, View?] = [stages, useState, yuan];',
  'web/shared/format.ts': 'export const yuan = String;',
  'web/console/dev/fake.ts':
    'import http from "node:http";\nimport { stages } from "../../../domain/order";\nexport const fake = [http, stages];',
  'web/console/vite.config.mts':
    'import { defineConfig } from "vite";\nimport { fake } from "./dev/fake";\nexport default [defineConfig, fake];',
  // Half of a planted circle; the tool names the circle once, at its other half.
  'adapters/clock/two.ts': 'import { one } from "./one";\nexport const two = () => one;',
  'tests/domain/order.test.ts':
    'import { stages } from "../../domain/order";\nimport { pool } from "../../adapters/postgres/pool";\nexport const all = [stages, pool];',
};

/** One line a planted violation: the file, what it imports, and exactly the rules that must name it. */
const planted: [file: string, code: string, rules: string[]][] = [
  ['domain/a-package.ts', 'import { z } from "zod"; export const x = z;', ['domain-imports-domain-only']],
  [
    'domain/a-builtin.ts',
    'import { createHash } from "node:crypto"; export const x = createHash;',
    ['domain-imports-domain-only'],
  ],
  [
    'domain/an-adapter.ts',
    'import { pool } from "../adapters/postgres/pool"; export const x = pool;',
    ['domain-imports-domain-only'],
  ],
  [
    'domain/a-type-of-the-api.ts',
    'import type { View } from "../api/schemas/order"; export type X = View;',
    ['domain-imports-domain-only'],
  ],
  ['domain/a-dynamic-builtin.ts', 'export const x = import("node:fs");', ['domain-imports-domain-only']],
  ['domain/a-type-in-passing.ts', 'export type X = typeof import("zod");', ['domain-imports-domain-only']],
  [
    'workflows/a-package.workflow.ts',
    'import { z } from "zod"; export const x = z;',
    ['workflows-import-domain-and-temporal-only'],
  ],
  [
    'workflows/a-builtin.workflow.ts',
    'import fs from "node:fs"; export const x = fs;',
    ['workflows-import-domain-and-temporal-only'],
  ],
  [
    'workflows/a-client.workflow.ts',
    'import { Client } from "@temporalio/client"; export const x = Client;',
    ['workflows-import-domain-and-temporal-only'],
  ],
  [
    'workflows/an-adapter.workflow.ts',
    'import { pool } from "../adapters/postgres/pool"; export const x = pool;',
    ['workflows-import-domain-and-temporal-only'],
  ],
  [
    'workflows/an-activity.workflow.ts',
    'import { beat } from "../activities/order.activities"; export const x = beat;',
    ['workflows-see-activity-types-only'],
  ],
  [
    'workflows/a-settings.workflow.ts',
    'import { name } from "../package.json"; export const x = name;',
    ['workflows-import-domain-and-temporal-only'],
  ],
  [
    'activities/an-adapter.activities.ts',
    'import { pool } from "../adapters/postgres/pool"; export const x = pool;',
    ['activities-import-domain-and-temporal-only'],
  ],
  [
    'activities/a-database.activities.ts',
    'import pg from "pg"; export const x = pg;',
    ['activities-import-domain-and-temporal-only'],
  ],
  [
    'activities/a-http-client.activities.ts',
    'import { request } from "undici"; export const x = request;',
    ['activities-import-domain-and-temporal-only'],
  ],
  [
    'activities/a-workflow.activities.ts',
    'import { cancel } from "../workflows/order.messages"; export const x = cancel;',
    ['activities-import-domain-and-temporal-only'],
  ],
  [
    'adapters/postgres/another-adapter.ts',
    'import { flow } from "../temporal/flow"; export const x = flow;',
    ['adapters-do-not-know-each-other'],
  ],
  [
    'adapters/blobs/a-shared-file.ts',
    'import { newId } from "../ids"; export const x = newId;',
    ['adapters-do-not-know-each-other'],
  ],
  ['adapters/a-tunnel.ts', 'import { pool } from "./postgres/pool"; export const x = pool;', ['adapters-meet-nowhere']],
  [
    'adapters/postgres/the-api.ts',
    'import { view } from "../../api/schemas/order"; export const x = view;',
    ['adapters-import-domain-and-config-only'],
  ],
  [
    'adapters/postgres/the-package.ts',
    'import { version } from "../../package.json"; export const x = version;',
    ['adapters-import-domain-and-config-only'],
  ],
  [
    'adapters/postgres/a-workflow-type.ts',
    'import type { order } from "../../workflows/order.workflow"; export type X = typeof order;',
    ['adapters-import-domain-and-config-only'],
  ],
  [
    'adapters/temporal/a-story.ts',
    'import { order } from "../../workflows/order.workflow"; export const x = order;',
    ['temporal-adapter-imports-messages-and-types-only'],
  ],
  [
    'adapters/temporal/the-package.ts',
    'import { version } from "../../package.json"; export const x = version;',
    ['temporal-adapter-imports-messages-and-types-only', 'temporal-adapter-types-come-from-workflows'],
  ],
  [
    'adapters/temporal/a-type-of-activities.ts',
    'import type { OrderActivities } from "../../activities/order.activities"; export type X = OrderActivities;',
    ['temporal-adapter-types-come-from-workflows'],
  ],
  [
    'api/an-adapter.ts',
    'import { pool } from "../adapters/postgres/pool"; export const x = pool;',
    ['api-imports-domain-only'],
  ],
  [
    'api/a-message.ts',
    'import { cancel } from "../workflows/order.messages"; export const x = cancel;',
    ['api-imports-domain-only'],
  ],
  [
    'api/a-temporal-client.ts',
    'import { Client } from "@temporalio/client"; export const x = Client;',
    ['api-has-the-web-server-and-zod-only'],
  ],
  [
    'api/a-prisma-client.ts',
    'import { PrismaPg } from "@prisma/adapter-pg"; export const x = PrismaPg;',
    ['api-has-the-web-server-and-zod-only'],
  ],
  [
    'api/a-type-of-the-database.ts',
    'import type { Pool } from "pg"; export type X = Pool;',
    ['api-has-the-web-server-and-zod-only'],
  ],
  [
    'api/a-http-client.ts',
    'import { request } from "undici"; export const x = request;',
    ['api-has-the-web-server-and-zod-only'],
  ],
  [
    'api/the-environment.ts',
    'import { env } from "node:process"; export const x = env;',
    ['product-names-what-it-loads'],
  ],
  [
    'api/schemas/fastify.ts',
    'import fastify from "fastify"; export const x = fastify;',
    ['schemas-import-zod-and-domain-only'],
  ],
  [
    'api/schemas/words.ts',
    'export { stages } from "../../domain/order"; export { view } from "./order";',
    ['words-have-no-schemas'],
  ],
  [
    'sandbox/the-domain.ts',
    'import { stages } from "../domain/order"; export const x = stages;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/a-type-of-the-domain.ts',
    'import type { Order } from "../domain/order"; export type X = Order;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  ['sandbox/our-database.ts', 'import pg from "pg"; export const x = pg;', ['sandbox-has-its-own-packages']],
  [
    'sandbox/our-config.ts',
    'import { config } from "../config/config"; export const x = config;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/our-package.ts',
    'import { version } from "../package.json"; export const x = version;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/our-output.ts',
    'import { pool } from "../dist/adapters/postgres/pool"; export const x = pool;',
    ['product-imports-no-output', 'sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/a-type-of-our-output.ts',
    'import type { Pool } from "../dist/adapters/postgres/pool"; export type X = Pool;',
    ['product-imports-no-output', 'sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/a-type-in-passing.ts',
    'export type X = import("../domain/order").Order;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/a-reference.ts',
    '/// <reference path="../domain/order.ts" />\nexport const x = 1;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  [
    'sandbox/an-import-equals.ts',
    'import order = require("../domain/order"); export const x = order;',
    ['sandbox-imports-nothing-of-ours'],
  ],
  ['sandbox/a-plain-require.ts', 'export const x = require("../domain/order");', ['sandbox-imports-nothing-of-ours']],
  ['sandbox/a-template.ts', 'export const x = import(`../domain/order`);', ['sandbox-imports-nothing-of-ours']],
  [
    'sandbox/a-made-require.ts',
    'import { createRequire } from "node:module"; export const x = createRequire(__filename)("../domain/order");',
    ['product-names-what-it-loads'],
  ],
  ['sandbox/a-script.ts', 'export const x = import("node:vm");', ['product-names-what-it-loads']],
  [
    'web/console/the-app.ts',
    'import { app } from "../../api/app"; export const x = app;',
    ['web-imports-schemas-only'],
  ],
  [
    'web/console/an-adapter.ts',
    'import { pool } from "../../adapters/postgres/pool"; export const x = pool;',
    ['web-imports-schemas-only'],
  ],
  [
    'web/console/the-domain.ts',
    'import { stages } from "../../domain/order"; export const x = stages;',
    ['web-imports-schemas-only'],
  ],
  [
    'web/console/a-schema.ts',
    'import { view } from "../../api/schemas/order"; export const x = view;',
    ['web-takes-words-not-schemas'],
  ],
  [
    'web/console/a-type-of-the-domain.ts',
    'import type { Order } from "../../domain/order"; export type X = Order;',
    ['web-imports-schemas-only'],
  ],
  ['web/console/a-page.ts', 'export const x = import("../../domain/order");', ['web-imports-schemas-only']],
  [
    'web/console/a-hash.ts',
    'import { hash } from "@node-rs/argon2"; export const x = hash;',
    ['web-imports-schemas-only'],
  ],
  [
    'web/phone/a-client.ts',
    'import { Client } from "@temporalio/client"; export const x = Client;',
    ['web-imports-schemas-only'],
  ],
  [
    'web/phone/a-namesake.ts',
    'import { isElement } from "react-is"; export const x = isElement;',
    ['packages-are-declared', 'web-imports-schemas-only'],
  ],
  [
    'web/console/a-builtin.ts',
    'import { readFileSync } from "node:fs"; export const x = readFileSync;',
    ['web-imports-schemas-only'],
  ],
  [
    'web/console/the-fake.ts',
    'import { fake } from "./dev/fake"; export const x = fake;',
    ['web-ships-no-development-server'],
  ],
  [
    'web/phone/a-page-of-the-console.ts',
    'import { page } from "../console/main"; export const x = page;',
    ['web-pages-do-not-know-each-other'],
  ],
  [
    'web/shared/a-page.ts',
    'import { page } from "../console/main"; export const x = page;',
    ['web-pages-do-not-know-each-other'],
  ],
  [
    'web/console/dev/a-database.ts',
    'import pg from "pg"; export const x = pg;',
    ['web-development-imports-schemas-and-domain-only'],
  ],
  [
    'web/console/dev/an-adapter.ts',
    'import { pool } from "../../../adapters/postgres/pool"; export const x = pool;',
    ['web-development-imports-schemas-and-domain-only'],
  ],
  [
    'config/the-domain.ts',
    'import { stages } from "../domain/order"; export const x = stages;',
    ['config-imports-nothing-of-ours'],
  ],
  [
    'config/the-package.ts',
    'import { version } from "../package.json"; export const x = version;',
    ['config-imports-nothing-of-ours'],
  ],
  [
    'workers/a-test.worker.ts',
    'import { all } from "../tests/domain/order.test"; export const x = all;',
    ['product-imports-no-tests'],
  ],
  ['workers/nowhere.worker.ts', 'import { x } from "./not-there"; export const y = x;', ['imports-resolve']],
  ['adapters/clock/one.ts', 'import { two } from "./two"; export const one = () => two;', ['no-cycles']],
];

interface Violation {
  from: string;
  rule: { name: string };
}

describe('folder boundaries', () => {
  let tree: string;
  let found: Map<string, string[]>;

  beforeAll(() => {
    tree = mkdtempSync(path.join(os.tmpdir(), 'cardflow-boundaries-'));
    for (const name of ['.dependency-cruiser.cjs', 'tsconfig.json', 'package.json'])
      copyFileSync(path.join(ROOT, name), path.join(tree, name));
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(tree, 'node_modules'));
    const files = [...Object.entries(sound), ...planted.map(([file, code]) => [file, code] as const)];
    for (const [file, code] of files) {
      mkdirSync(path.dirname(path.join(tree, file)), { recursive: true });
      writeFileSync(path.join(tree, file), code);
    }
    found = cruise(tree);
  });
  afterAll(() => {
    rmSync(tree, { recursive: true, force: true });
  });

  it.each(planted)('%s is refused', (file, _code, rules) => {
    expect(found.get(file)).toEqual(rules);
  });

  it.each(Object.keys(sound))('%s is allowed', (file) => {
    expect(found.get(file)).toBeUndefined();
  });

  it('has a planted violation for every rule', () => {
    const print =
      "process.stdout.write(JSON.stringify(require('./.dependency-cruiser.cjs').forbidden.map((rule) => rule.name)))";
    const rules = JSON.parse(
      execFileSync(process.execPath, ['-e', print], { cwd: ROOT, encoding: 'utf8' }),
    ) as string[];

    expect([...new Set(planted.flatMap(([, , names]) => names))].sort()).toEqual(rules.sort());
  });
});

/** The rules that name each file, as the tool itself reports them. */
function cruise(tree: string): Map<string, string[]> {
  const tool = path.join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = [
    ...new Set([...Object.keys(sound), ...planted.map(([file]) => file)].map((file) => file.split('/')[0] ?? '')),
  ];
  const args = [tool, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  const run = spawnSync(process.execPath, args, { cwd: tree, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const { summary } = JSON.parse(run.stdout) as { summary: { violations: Violation[] } };
  const byFile = new Map<string, string[]>();
  for (const { from, rule } of summary.violations) {
    const names = byFile.get(from) ?? [];
    if (!names.includes(rule.name)) byFile.set(from, [...names, rule.name].sort());
  }
  return byFile;
}
