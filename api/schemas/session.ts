import { z } from 'zod';
import { ROLES } from '../../domain/stages';
import { oneLine } from './text';

export const signIn = z.strictObject({ login: oneLine(64).min(1), password: oneLine(200).min(1) });
export type SignIn = z.infer<typeof signIn>;

export const sessionView = z.object({
  user: z.object({ id: z.string(), login: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)) }),
  /** Sent back as `x-csrf-token` with every changing call. */
  csrf: z.string(),
  sandbox: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;
