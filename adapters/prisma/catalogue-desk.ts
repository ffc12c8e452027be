import type { CatalogueDeskPort } from '../../domain/ports/catalogue-desk';
import type { Prisma, PrismaClient } from '../../prisma/generated/client';

export function prismaCatalogueDesk(prisma: PrismaClient): CatalogueDeskPort {
  return {
    async addCarrier(carrier) {
      await prisma.carriers.upsert({ where: { code: carrier.code }, create: carrier, update: {} });
    },
    async addCity(city) {
      await prisma.cities.upsert({ where: { code: city.code }, create: city, update: {} });
    },
    async addChannel(channel) {
      await prisma.channels.upsert({ where: { code: channel.code }, create: channel, update: {} });
    },
    async addAgent({ code, name, parentCode }) {
      const agent = { code, name, parent_code: parentCode, depth: parentCode === null ? 1 : 2 };
      await prisma.agents.upsert({ where: { code }, create: agent, update: {} });
    },
    async publishPlan(plan) {
      await prisma.plans.upsert({
        where: { code_version: { code: plan.code, version: plan.version } },
        create: {
          code: plan.code,
          version: plan.version,
          carrier_code: plan.carrierCode,
          name: plan.name,
          monthly_fee_fen: plan.monthlyFeeFen,
          min_age: plan.minAge,
          max_age: plan.maxAge,
          max_cards: plan.maxCards,
          cooldown_days: plan.cooldownDays,
          banned_provinces: [...plan.bannedProvinces],
          on_sale: plan.onSale,
          published_at: plan.publishedAt,
        },
        update: {},
      });
    },
    async publishPolicy({ kind, version, schemaVersion, body, publishedAt }) {
      await prisma.policies.upsert({
        where: { kind_version: { kind, version } },
        create: {
          kind,
          version,
          schema_version: schemaVersion,
          body: body as Prisma.InputJsonObject,
          published_at: publishedAt,
        },
        update: {},
      });
    },
    async publishCalendar({ code, version, from, to, announcedTo, holidays, workdays, source, publishedAt }) {
      await prisma.$executeRaw`
        insert into calendars (code, version, valid_from, valid_to, announced_to, holidays, workdays, source, published_at)
        values (${code}, ${version}, ${from}::date, ${to}::date, ${announcedTo}::date, ${[...holidays]}::date[], ${[...workdays]}::date[], ${source},
          ${publishedAt}::timestamptz)
        on conflict (code, version) do nothing`;
    },
  };
}
