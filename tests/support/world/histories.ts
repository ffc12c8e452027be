import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import type { temporal } from '@temporalio/proto';

const FOLDER = path.resolve(__dirname, '../../replay/histories');

/**
 * Keeps the history of a shape that is new, when CARDFLOW_RECORD_HISTORIES asks for it. One that is there is never
 * written again: a replay that goes red means that running orders would stick.
 */
export function keepHistory(shape: string, history: temporal.api.history.v1.IHistory): void {
  if (process.env['CARDFLOW_RECORD_HISTORIES'] === undefined) return;
  const file = path.join(FOLDER, `${shape}.v1.json`);
  if (histories().some(({ name }) => name === `${shape}.v1`)) return;
  mkdirSync(FOLDER, { recursive: true });
  // A stack names the folders of the machine that recorded it, and no replay looks at it.
  const bare = JSON.parse(historyToJSON(history), (key, value: unknown) =>
    key === 'stackTrace' ? '' : value,
  ) as unknown;
  writeFileSync(file, `${JSON.stringify(bare, null, 2)}\n`);
}

export interface KeptHistory {
  readonly name: string;
  readonly workflowId: string;
  readonly history: unknown;
}

/** Every history in git. */
export function histories(): readonly KeptHistory[] {
  return listed().map((file) => {
    const name = file.replace(/\.json$/, '');
    return { name, workflowId: name, history: JSON.parse(readFileSync(path.join(FOLDER, file), 'utf8')) as unknown };
  });
}

function listed(): readonly string[] {
  try {
    return readdirSync(FOLDER).filter((file) => file.endsWith('.json'));
  } catch {
    return [];
  }
}
