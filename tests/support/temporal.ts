import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TestWorkflowEnvironment } from '@temporalio/testing';
import { bundleWorkflowCode, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { failureConverterPath } from '../../adapters/temporal/codec';

const ROOT = path.resolve(__dirname, '../..');

/** A time-skipping server for workflow stories: a 30-day wait takes a tenth of a second. Tear it down in `afterAll`. */
export function timeSkippingEnvironment(): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: fromSetUp('CARDFLOW_TEST_SERVER') } },
  });
}

/** host:port of the development server of this run (real time, schedules, visibility); namespace `default`. */
export const temporalAddress = (): string => fromSetUp('CARDFLOW_TEST_TEMPORAL');

function fromSetUp(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: name this test group's needs in jest.config.cjs`);
  return value;
}

/**
 * The product's workflows as one bundle, made once for each state of the sources and kept on disk: bundling costs two
 * seconds, and every story file needs the same code. Hand it to `Worker.create({ workflowBundle })`.
 */
export async function workflowBundle(entry = 'workflows/index.ts'): Promise<WorkflowBundleWithSourceMap> {
  const file = path.join(ROOT, 'node_modules/.cache/cardflow/bundles', `${sourcesHash(entry)}.js`);
  if (!existsSync(file)) {
    const bundle = await bundleWorkflowCode({
      workflowsPath: path.join(ROOT, entry),
      failureConverterPath: failureConverterPath(),
      logger: silent,
    });
    mkdirSync(path.dirname(file), { recursive: true });
    const draft = `${file}.${String(process.pid)}`;
    writeFileSync(draft, bundle.code);
    renameSync(draft, file);
  }
  return { code: readFileSync(file, 'utf8'), sourceMap: '' };
}

function sourcesHash(entry: string): string {
  const hash = createHash('sha256').update(entry).update(readFileSync(failureConverterPath()));
  for (const folder of ['workflows', 'domain', 'activities', path.dirname(entry)]) {
    const full = path.join(ROOT, folder);
    if (!existsSync(full)) continue;
    for (const name of readdirSync(full, { recursive: true, encoding: 'utf8' }).sort()) {
      if (name.endsWith('.ts')) hash.update(name).update(readFileSync(path.join(full, name)));
    }
  }
  return hash
    .update(readFileSync(path.join(ROOT, 'package-lock.json')))
    .digest('hex')
    .slice(0, 32);
}

const nothing = (): void => undefined;
const silent = { log: nothing, trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing };
