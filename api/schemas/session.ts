import { z } from 'zod';
import { ROLES } from '../../domain/stages';

export const signIn = z.object({ login: z.string().min(1).max(64), password: z.string().min(1).max(200) });
export type SignIn = z.infer<typeof signIn>;

export const sessionView = z.object({
  user: z.object({ id: z.string(), login: z.string(), name: z.string(), roles: z.array(z.enum(ROLES)) }),
  /** Sent back as `x-csrf-token` with every changing call. */
  csrf: z.string(),
  sandbox: z.boolean(),
});
export type SessionView = z.infer<typeof sessionView>;
