import { spoiler } from '../../control/spoil';
import { openHouse, type CarrierHouse, type HouseParts } from '../house/house';
import { YUNQI } from './words';
import { yunqiRoutes } from './yunqi.route';

/** The carrier 云启: one gateway, numbers for words, and never a callback. It is asked. */
export async function openYunqi(parts: HouseParts): Promise<CarrierHouse> {
  const { settings, faults, holds } = parts;
  const { appKey, secret, delayMs } = settings.yunqi;
  // There is nothing to tell: whoever wants to know asks.
  const noNews = { resume: () => undefined };
  const { ledger, processing, ...house } = await openHouse(parts, YUNQI, delayMs, () => noNews);
  const routes = yunqiRoutes({
    ledger,
    account: { appKey, secret },
    processing,
    spoil: spoiler('carrier', faults, holds),
  });
  return { ...house, ledger, routes };
}
