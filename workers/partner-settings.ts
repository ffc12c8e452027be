import type { XinglianSettings } from '../adapters/carrier/xinglian';
import type { Kuaidi100Settings } from '../adapters/courier/kuaidi100';
import type { Config } from '../config/config';

/** Where the partners are. In sandbox mode they are the sandbox's; production brings its own adapters. */
export const carrierSettings = ({ sandboxUrl, publicUrl, secrets }: Config): XinglianSettings => ({
  url: `${sandboxUrl}/carriers/xinglian`,
  appId: secrets.carrierXinglian.appId,
  appSecret: secrets.carrierXinglian.appSecret,
  callbackUrl: `${publicUrl}/callbacks/carriers/xinglian`,
  timeoutMs: 5_000,
});

export const courierSettings = ({ sandboxUrl, publicUrl, secrets }: Config): Kuaidi100Settings => ({
  url: `${sandboxUrl}/couriers/kuaidi100`,
  ...secrets.courier,
  callbackUrl: `${publicUrl}/callbacks/couriers/kuaidi100`,
  company: 'shunfeng',
  timeoutMs: 5_000,
});

export const authoritySettings = ({ sandboxUrl, secrets }: Config) => ({
  url: `${sandboxUrl}/authority`,
  token: secrets.authorityToken,
  // Below the 3 s that the local activity may take.
  timeoutMs: 2_500,
});

export const bankSettings = ({ sandboxUrl, secrets }: Config) => ({
  url: `${sandboxUrl}/bank`,
  token: secrets.bankToken,
  timeoutMs: 5_000,
});

export const smsSettings = ({ sandboxUrl, secrets }: Config) => ({
  url: `${sandboxUrl}/sms`,
  token: secrets.smsToken,
  timeoutMs: 5_000,
});
