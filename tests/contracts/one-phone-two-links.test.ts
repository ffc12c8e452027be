import { newId } from '../../adapters/ids';
import { linkTokens } from '../../adapters/links/link-tokens';
import { postgresSelfService } from '../../adapters/postgres/self-service';
import { addLink, addPurchase, type EdgeWorld, edgeWorld } from './edge-world';

let world: EdgeWorld;
const tokens = linkTokens({ secret: Buffer.alloc(32, 7), publicUrl: 'http://127.0.0.1:1' });

beforeAll(async () => {
  world = await edgeWorld();
});
afterAll(() => world.close());

async function bought() {
  const purchase = await addPurchase(world, 1);
  const link = newId('lnk');
  await addLink(world, purchase, link, tokens.tokenHash(link));
  return { token: tokens.token(link), purchase: purchase.purchase };
}

describe('a phone with the links of two purchases', () => {
  it('opens either again, and acts for the one it opened last', async () => {
    const selfService = postgresSelfService(world);
    const [mine, mothers] = [await bought(), await bought()];

    const first = await selfService.exchange(mine.token, undefined);
    const second = await selfService.exchange(mothers.token, first.device);
    const back = await selfService.exchange(mine.token, second.device);

    expect(await selfService.purchaseOf(second.device)).toBe(mothers.purchase);
    expect(back.purchaseId).toBe(mine.purchase);
    expect(await selfService.purchaseOf(back.device)).toBe(mine.purchase);
    expect((await selfService.exchange(mothers.token, back.device)).purchaseId).toBe(mothers.purchase);
  });

  it('does not grow its cookie without end', async () => {
    const selfService = postgresSelfService(world);
    let device: string | undefined;
    for (let n = 0; n < 8; n += 1) ({ device } = await selfService.exchange((await bought()).token, device));

    expect((device ?? '').length).toBeLessThan(300);
  });
});
