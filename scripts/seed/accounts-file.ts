import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ROLES } from '../../domain/stages';

/** accounts.json of a data folder; set-up makes it once with random passwords, mode 0600. */
const accounts = z.array(
  z.object({
    login: z.string().min(1).max(64),
    password: z.string().min(8),
    name: z.string().min(1),
    roles: z.array(z.enum(ROLES)).min(1),
    channel: z.string().min(1).nullable().default(null),
  }),
);

export function readAccounts(file: string): z.infer<typeof accounts> {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Not the parser's message: it quotes what it stumbled over, and this file holds passwords.
    throw new Error(`${file} cannot be read as JSON`);
  }
  const parsed = accounts.safeParse(content);
  if (parsed.success) return parsed.data;
  throw new Error(
    `${file}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')}`,
  );
}
