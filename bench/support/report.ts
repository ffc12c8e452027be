import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

/** The shape that every bench writes. */
export interface BenchReport {
  readonly name: string;
  readonly metrics: Readonly<Record<string, unknown>>;
}

/** Prints the report, and writes it where `--json FILE` asks for it. */
export function publish(report: BenchReport): void {
  const { values } = parseArgs({ options: { json: { type: 'string' } }, strict: false });
  const text = JSON.stringify(report, null, 2);
  process.stdout.write(`${text}\n`);
  if (typeof values.json === 'string') writeFileSync(values.json, `${text}\n`);
}

export const rounded = (value: number, digits = 4): number => Number(value.toFixed(digits));

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export const highest = (values: readonly number[]): number => Math.max(...values);
