import { CN_CALENDAR } from '../../domain/calendar-data';
import { COMMISSION_SCHEMA_VERSION, DEFAULT_COMMISSION_POLICY } from '../../domain/commission-policy';
import { DEFAULT_KYC_POLICY } from '../../domain/kyc/policy';
import type { CatalogueDeskPort, PlanVersion } from '../../domain/ports/catalogue-desk';

/** Before any business time a demo starts at. */
const PUBLISHED_AT = '2025-01-01T00:00:00.000Z';

const plan = (version: Pick<PlanVersion, 'code' | 'name' | 'monthlyFeeFen' | 'minAge' | 'maxAge'>): PlanVersion => ({
  ...version,
  version: 1,
  carrierCode: 'xinglian',
  maxCards: 5,
  cooldownDays: 30,
  bannedProvinces: ['西藏自治区', '新疆维吾尔自治区'],
  onSale: true,
  publishedAt: PUBLISHED_AT,
});

/** The catalogue of the demo world (ARCHITECTURE.md section 9). Adding it again changes nothing. */
export async function addDemoCatalogue(desk: CatalogueDeskPort): Promise<void> {
  await desk.addCarrier({ code: 'xinglian', name: '星联', adapter: 'xinglian' });
  await desk.addCity({ code: '0755', name: '深圳', province: '广东省' });
  await desk.addCity({ code: '0571', name: '杭州', province: '浙江省' });
  await desk.addChannel({ code: 'demo', name: '演示渠道' });
  await desk.addAgent({ code: 'AG00', name: '华南总代', parentCode: null });
  await desk.addAgent({ code: 'AG01', name: '南山校园店', parentCode: 'AG00' });
  await desk.publishPlan(plan({ code: 'XL29', name: '星联 29 元套餐', monthlyFeeFen: 2900, minAge: 16, maxAge: 65 }));
  await desk.publishPlan(plan({ code: 'XL59', name: '星联 59 元套餐', monthlyFeeFen: 5900, minAge: 18, maxAge: 60 }));
  await desk.publishPolicy({
    kind: 'kyc',
    version: 1,
    schemaVersion: 1,
    body: { ...DEFAULT_KYC_POLICY },
    publishedAt: PUBLISHED_AT,
  });
  await desk.publishPolicy({
    kind: 'commission',
    version: 1,
    schemaVersion: COMMISSION_SCHEMA_VERSION,
    body: { ...DEFAULT_COMMISSION_POLICY },
    publishedAt: PUBLISHED_AT,
  });
  await desk.publishCalendar({ ...CN_CALENDAR, publishedAt: PUBLISHED_AT });
}
