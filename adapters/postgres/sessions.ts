import { createHash, createHmac, randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { Pool } from 'pg';
import { userId } from '../../domain/brand';
import type { SessionsPort, StaffSession } from '../../domain/ports/sessions';
import { type Role, ROLES } from '../../domain/stages';
import { row, rows } from './read/query';

/** A working day; real time. */
const LIFETIME_MS = 12 * 3_600_000;

interface UserRow {
  readonly id: number;
  readonly public_id: string;
  readonly login: string;
  readonly name: string;
  readonly roles: string[];
  readonly channel_code: string | null;
  readonly password_hash: string;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
/** Accounts that may sign in: a channel that was closed takes its people with it. */
const OPEN = `u.active and coalesce((select c.active from channels c where c.code = u.channel_code), true)`;

const isRole = (raw: string): raw is Role => (ROLES as readonly string[]).includes(raw);

/** argon2id with the package's defaults: 19 MiB, two passes, about 60 ms. */
export const hashPassword = (password: string): Promise<string> => hash(password);

/**
 * Sessions as rows, so that they can be revoked and listed: the token is random and only its hash is kept; the
 * protection token is worked out from it, so a reloaded page gets the same one.
 */
export function postgresSessions({
  pool,
  cookieSecret,
  realMs,
}: {
  readonly pool: Pool;
  readonly cookieSecret: Uint8Array;
  readonly realMs: () => number;
}): SessionsPort {
  const csrfOf = (token: string): string =>
    createHmac('sha256', cookieSecret).update(`csrf/${token}`).digest('base64url');
  const sessionOf = (user: UserRow, token: string): StaffSession => ({
    user: {
      id: userId(user.public_id),
      login: user.login,
      name: user.name,
      roles: user.roles.filter(isRole),
      channel: user.channel_code,
    },
    csrf: csrfOf(token),
  });
  // Verified against when the login is unknown, so that the answer takes as long as with a known one.
  const nobody = hashPassword(randomBytes(16).toString('hex'));

  return {
    async signIn(login, password) {
      const user = await row<UserRow>(
        pool,
        `select u.id, u.public_id, u.login, u.name, u.roles, u.channel_code, u.password_hash from users u where u.login = $1 and ${OPEN}`,
        [login],
      );
      const right = await verify(user?.password_hash ?? (await nobody), password);
      if (!user || !right) return null;

      const token = randomBytes(32).toString('base64url');
      const now = realMs();
      await rows(
        pool,
        'insert into sessions (token_hash, user_id, csrf_hash, created_real_at, expires_real_at) values ($1, $2, $3, $4, $5)',
        [
          sha256(token),
          user.id,
          sha256(csrfOf(token)),
          new Date(now).toISOString(),
          new Date(now + LIFETIME_MS).toISOString(),
        ],
      );
      await rows(pool, 'delete from sessions where expires_real_at < $1', [new Date(now).toISOString()]);
      return { ...sessionOf(user, token), token, lifetimeSeconds: LIFETIME_MS / 1000 };
    },

    async find(token) {
      const user = await row<UserRow>(
        pool,
        `select u.id, u.public_id, u.login, u.name, u.roles, u.channel_code, '' as password_hash
         from sessions s join users u on u.id = s.user_id
         where s.token_hash = $1 and s.expires_real_at > $2 and ${OPEN}`,
        [sha256(token), new Date(realMs()).toISOString()],
      );
      return user && sessionOf(user, token);
    },

    async end(token) {
      await rows(pool, 'delete from sessions where token_hash = $1', [sha256(token)]);
    },
  };
}
