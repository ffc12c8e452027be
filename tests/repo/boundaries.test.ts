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
  'sandbox/server.ts': 'import { createHmac } from "node:crypto";\nexport const sign = createHmac;',
  'web/console/main.ts':
    'import { stages } from "../../api/schemas/words";\nimport type { View } from "../../api/schemas/order";\nimport type { Order } from "../../domain/order";\nexport const page: [unknown, View?, Order?] = [stages];',
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
    'adapters/postgres/the-api.ts',
    'import { view } from "../../api/schemas/order"; export const x = view;',
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
    ['api-has-no-database-and-no-temporal'],
  ],
  [
    'api/a-prisma-client.ts',
    'import { PrismaPg } from "@prisma/adapter-pg"; export const x = PrismaPg;',
    ['api-has-no-database-and-no-temporal'],
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
  [
    'sandbox/our-config.ts',
    'import { config } from "../config/config"; export const x = config;',
    ['sandbox-imports-nothing-of-ours'],
  ],
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
    ['web-sees-domain-types-only'],
  ],
  [
    'web/console/a-schema.ts',
    'import { view } from "../../api/schemas/order"; export const x = view;',
    ['web-takes-words-not-schemas'],
  ],
  [
    'web/phone/a-database.ts',
    'import { Client } from "@temporalio/client"; export const x = Client;',
    ['web-has-nothing-of-a-server'],
  ],
  [
    'web/console/a-builtin.ts',
    'import { readFileSync } from "node:fs"; export const x = readFileSync;',
    ['web-has-no-node-builtins'],
  ],
  [
    'config/the-domain.ts',
    'import { stages } from "../domain/order"; export const x = stages;',
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
