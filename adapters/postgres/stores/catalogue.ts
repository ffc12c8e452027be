import type { CatalogueStore, PlanRecord } from '../../../domain/ports/stores/catalogue';
import type { Json } from '../../../domain/ports/stores/row';
import { row, rows, type Session } from './session';

interface PlanRow {
  id: number;
  code: string;
  version: number;
  carrier_code: string;
  name: string;
  monthly_fee_fen: number;
  min_age: number;
  max_age: number;
  max_cards: number;
  cooldown_days: number;
  banned_provinces: string[];
  on_sale: boolean;
}

const planOf = (r: PlanRow): PlanRecord => ({
  row: r.id,
  code: r.code,
  version: r.version,
  carrier: r.carrier_code,
  name: r.name,
  feeFen: r.monthly_fee_fen,
  minAge: r.min_age,
  maxAge: r.max_age,
  maxCards: r.max_cards,
  cooldownDays: r.cooldown_days,
  bannedProvinces: r.banned_provinces,
  onSale: r.on_sale,
});

/** The version in force is the newest that was published by now. */
const IN_FORCE = `select distinct on (code) id, code, version, carrier_code, name, monthly_fee_fen, min_age, max_age, max_cards,
  cooldown_days, banned_provinces, on_sale from plans where published_at <= $1`;

export function catalogueStore(session: Session): CatalogueStore {
  return {
    async plan(code) {
      const found = await row<PlanRow>(session, `${IN_FORCE} and code = $2 order by code, version desc`, [
        session.now,
        code,
      ]);
      return found && planOf(found);
    },
    async plansOnSale() {
      const found = await rows<PlanRow>(session, `${IN_FORCE} order by code, version desc`, [session.now]);
      return found.filter((plan) => plan.on_sale).map(planOf);
    },
    async cityName(code) {
      return (await row<{ name: string }>(session, 'select name from cities where code = $1', [code]))?.name ?? null;
    },
    async agentKnown(code) {
      return (await row(session, 'select 1 from agents where code = $1', [code])) !== null;
    },
    async pinnedPolicy(purchaseRow, kind) {
      const found = await row<{ body: Json }>(
        session,
        `select l.body from policies l join purchases p on l.version = (p.pinned ->> ($2 || 'PolicyVersion'))::integer
         where p.id = $1 and l.kind = $2`,
        [purchaseRow, kind],
      );
      return found?.body ?? null;
    },
    async policy(kind) {
      return row<{ version: number; body: Json }>(
        session,
        'select version, body from policies where kind = $1 and published_at <= $2 order by version desc limit 1',
        [kind, session.now],
      );
    },
  };
}
