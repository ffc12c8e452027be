import type { UserId } from '../brand';
import type { Role } from '../stages';

export interface Account {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
}

/** Accounts of staff. */
export interface AccountsPort {
  /** Adds an account once; a login that exists keeps its password and roles, and false is returned. */
  add: (account: Account & { readonly id: UserId; readonly passwordHash: string }) => Promise<boolean>;
  exists: (login: string) => Promise<boolean>;
}
