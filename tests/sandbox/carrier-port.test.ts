import { xinglianCarrier } from '../../adapters/carrier/xinglian';
import { carrierVerdict } from '../../domain/carrier-words';
import { carrierContract, type CarrierUnderTest } from '../support/carrier.contract';
import { tamperedWire } from '../support/tampered-wire';
import { jump, runSandbox, SECRETS, settled } from './support';

let test: CarrierUnderTest;
let close: () => Promise<void>;

beforeEach(async () => {
  const sandbox = await runSandbox();
  const wire = await tamperedWire(`${sandbox.url}/carriers/xinglian`);
  const settings = {
    url: wire.url,
    appId: SECRETS.appId,
    appSecret: SECRETS.appSecret,
    callbackUrl: 'http://127.0.0.1:9/callbacks/carriers/xinglian',
    timeoutMs: 1_000,
  };
  const carrier = xinglianCarrier(settings);
  const stranger = xinglianCarrier({ ...settings, appSecret: 'of-another' });
  test = {
    carrier,
    stranger,
    wire,
    planCode: 'XL29',
    verdict: (word) => carrierVerdict('xinglian', word),
    booked: async () => {
      const { body } = await sandbox.get('/carriers/xinglian/book');
      return (body['rows'] as { reference: string }[]).map(({ reference }) => reference);
    },
    work: async () => {
      await jump(sandbox, 150_000);
      await settled(sandbox);
    },
  };
  close = async () => {
    await Promise.all([carrier.close(), stranger.close()]);
    await wire.close();
    await sandbox.close();
  };
});

afterEach(() => close());

describe('the adapter of 星联', () => {
  carrierContract(() => test);
});
