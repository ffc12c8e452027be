import type { QueryConfig } from 'pg';

/**
 * A text that is built anew for each question would fill the server's memory with plans; so many different ones is far
 * more than the product has.
 */
const MOST_TEXTS = 400;
const names = new Map<string, string>();

/**
 * A statement that each connection parses and plans once: planning costs the server more than most of ours take to run.
 * Every process names texts as it meets them, which is safe because names live as long as the connection.
 */
export function prepared(text: string, values: readonly unknown[] = []): QueryConfig {
  const known = names.get(text);
  if (known === undefined && names.size >= MOST_TEXTS) return { text, values: [...values] };
  const name = known ?? `s${String(names.size + 1)}`;
  names.set(text, name);
  return { name, text, values: [...values] };
}
