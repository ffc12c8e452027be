import type { UserId } from '../brand';
import type { Role } from '../stages';

export interface Account {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Of a `channel_user`, who has this role and no other; null for everybody else. */
  readonly channel: string | null;
}

/** Accounts of people: our own, and the channels'. */
export interface AccountsPort {
  /** Adds an account once; a login that exists keeps its password and roles, and false is returned. */
  add: (account: Account & { readonly id: UserId; readonly passwordHash: string }) => Promise<boolean>;
  exists: (login: string) => Promise<boolean>;
}
