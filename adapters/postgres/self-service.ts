import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { type PurchaseId, purchaseId } from '../../domain/brand';
import { DomainError } from '../../domain/errors';
import type { ClockPort } from '../../domain/ports/clock';
import type { SealingPort } from '../../domain/ports/sealing';
import type { SelfServicePort } from '../../domain/ports/self-service';
import { freeNumbers } from './read/free-numbers';
import { announce, inTransaction, row } from './read/query';
import { selfServiceFacts } from './read/self-service-facts';

/** The link's own end is what counts; the cookie only has to outlive it. Real seconds. */
const COOKIE_SECONDS = 30 * 24 * 3600;

/** A phone may hold the links of several purchases: its cookie has a secret for each, the one in use first. */
const KEPT_SECRETS = 5;
const secretsOf = (device: string): readonly string[] => device.split('.').slice(0, KEPT_SECRETS);
const deviceOf = (secrets: readonly string[]): string => [...new Set(secrets)].slice(0, KEPT_SECRETS).join('.');

/** A handful: what a thumb can choose from without scrolling. */
const OFFERED_NUMBERS = 6;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Customers by one-time link. The link's and the device's secrets are kept as hashes; times of links are business time. */
export function postgresSelfService(ports: {
  readonly pool: Pool;
  readonly clock: ClockPort;
  readonly sealing: SealingPort;
}): SelfServicePort {
  const { pool, clock } = ports;

  /** The device that spent this link may open it again: people close the page and come back through the SMS. */
  async function sameDevice(token: string, device: string): Promise<{ purchaseId: PurchaseId; device: string } | null> {
    const secrets = secretsOf(device);
    const found = await row<{ purchase: string; device_hash: string }>(
      pool,
      `select p.public_id as purchase, l.device_hash from links l join purchases p on p.id = l.purchase_id
       where l.token_hash = $1 and l.device_hash = any($2) and l.revoked_at is null and l.expires_at > $3`,
      [sha256(token), secrets.map(sha256), clock.now()],
    );
    if (!found) return null;
    const used = secrets.filter((secret) => sha256(secret) === found.device_hash);
    return { purchaseId: purchaseId(found.purchase), device: deviceOf([...used, ...secrets]) };
  }

  return {
    async exchange(token, device) {
      if (device !== undefined) {
        const known = await sameDevice(token, device);
        if (known) return { ...known, lifetimeSeconds: COOKIE_SECONDS };
      }
      const fresh = randomBytes(32).toString('base64url');
      const purchase = await inTransaction(pool, async (client) => {
        const spent = await row<{ id: string; purchase: string }>(
          client,
          `update links l set spent_at = $2, device_hash = $3 from purchases p
           where l.token_hash = $1 and l.spent_at is null and l.revoked_at is null and l.expires_at > $2 and p.id = l.purchase_id
           returning l.public_id as id, p.public_id as purchase`,
          [sha256(token), clock.now(), sha256(fresh)],
        );
        if (!spent) throw new DomainError('LinkInvalid', 'unknown, used on another device, or over');
        await announce(client, { kind: 'link', id: spent.id, purchaseId: spent.purchase });
        return purchaseId(spent.purchase);
      });
      const others = device === undefined ? [] : secretsOf(device);
      return { purchaseId: purchase, device: deviceOf([fresh, ...others]), lifetimeSeconds: COOKIE_SECONDS };
    },

    async purchaseOf(device) {
      const found = await row<{ purchase: string }>(
        pool,
        `select p.public_id as purchase from links l join purchases p on p.id = l.purchase_id
         where l.device_hash = $1 and l.revoked_at is null and l.expires_at > $2`,
        [sha256(secretsOf(device)[0] ?? ''), clock.now()],
      );
      return found && purchaseId(found.purchase);
    },

    facts: (purchase) => selfServiceFacts(ports, purchase),

    async offers(purchase, order) {
      const wanted = await row<{ planCode: string; city: string }>(
        pool,
        `select o.plan_code as "planCode", o.city_code as city from orders o join purchases p on p.id = o.purchase_id
         where o.public_id = $1 and p.public_id = $2 and o.status = 'awaiting-number'`,
        [order, purchase],
      );
      return wanted === null ? [] : freeNumbers(pool, { ...wanted, limit: OFFERED_NUMBERS, ending: '' });
    },

    async answerConsents(purchase, given, declined) {
      const answers = [...given, ...declined];
      await inTransaction(pool, async (client) => {
        await client.query(
          `insert into consents (purchase_id, kind, text_hash, source, given_at, withdrawn_at)
           select p.id, a.kind, a.text_hash, 'self-service', $2, case when a.declined then $2::timestamptz end
           from purchases p, unnest($3::text[], $4::text[], $5::boolean[]) as a (kind, text_hash, declined)
           where p.public_id = $1
           on conflict (purchase_id, kind, text_hash) do update
             set given_at = case when excluded.withdrawn_at is null then excluded.given_at else consents.given_at end,
               withdrawn_at = excluded.withdrawn_at
             where (consents.withdrawn_at is null) <> (excluded.withdrawn_at is null)`,
          [
            purchase,
            clock.now(),
            answers.map(({ kind }) => kind),
            answers.map(({ textHash }) => textHash),
            answers.map((answer) => declined.includes(answer)),
          ],
        );
        await announce(client, { kind: 'link', id: purchase, purchaseId: purchase });
      });
    },
  };
}
