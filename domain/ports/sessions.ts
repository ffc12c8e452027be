import type { UserId } from '../brand';
import type { Role } from '../stages';

export interface StaffUser {
  readonly id: UserId;
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Whose orders are all that a channel's person sees; null for our own people. */
  readonly channel: string | null;
}

export interface StaffSession {
  readonly user: StaffUser;
  /** What a changing call has to repeat in `x-csrf-token`; derived from the session's token, so it survives a reload. */
  readonly csrf: string;
}

/** Log-ins of people. All times are real: a clock jump must not sign anybody out. */
export interface SessionsPort {
  /** Null for an unknown login, a wrong password or a closed account: the caller cannot tell which. */
  signIn: (
    login: string,
    password: string,
  ) => Promise<(StaffSession & { readonly token: string; readonly lifetimeSeconds: number }) | null>;
  /** Null when the session ended, ran out, or its account was closed. */
  find: (token: string) => Promise<StaffSession | null>;
  /** Afterwards the token is worth nothing; ending it twice is fine. */
  end: (token: string) => Promise<void>;
}
