import { spoiler } from '../../control/spoil';
import { openHouse, type CarrierHouse, type HouseParts } from '../house/house';
import { callbackDelivery } from './callbacks';
import { RequestSignatures } from './signature';
import { XINGLIAN } from './words';
import { xinglianRoutes } from './xinglian.route';

/** The carrier 星联: commands that are signed one by one, Chinese words, and callbacks. */
export async function openXinglian(parts: HouseParts): Promise<CarrierHouse> {
  const { settings, agenda, faults, holds, log } = parts;
  const { appId, appSecret, callbackSecret, delayMs } = settings.carrier;
  const { ledger, processing, ...house } = await openHouse(parts, XINGLIAN, delayMs, (kept) =>
    callbackDelivery(kept, agenda, callbackSecret, log),
  );
  const signatures = new RequestSignatures(appId, appSecret);
  const routes = xinglianRoutes({ ledger, signatures, processing, spoil: spoiler('carrier', faults, holds) });
  return { ...house, ledger, routes };
}
