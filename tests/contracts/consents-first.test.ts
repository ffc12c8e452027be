import { CONSENTS } from '../../domain/consents';
import { submitDocuments } from '../../domain/use-cases/submit-documents';
import { command, somebody } from '../support/world/people';
import { picturesOf } from '../support/world/reader-twin';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 10 });
});
afterAll(() => world.close());

const ALL = CONSENTS.map(({ kind, textHash }) => ({ kind, textHash }));

describe('pictures', () => {
  it('that come with an order come with the consents they rest on, or not at all', async () => {
    const person = somebody();

    const withoutFace = world.place(person, picturesOf(person), {
      consents: ALL.filter(({ kind }) => kind !== 'face'),
    });

    await expect(withoutFace).rejects.toMatchObject({ code: 'BodyInvalid', errors: [{ pointer: '/consents' }] });
    await expect(world.place(person, picturesOf(person), { consents: ALL })).resolves.toBeDefined();
  });

  it('are not handed in before the consents were given', async () => {
    const person = somebody();
    const answer = await world.accept(command(person, { consents: [] }));
    if (answer.kind !== 'accepted') throw new Error('the order was not accepted');
    const { purchaseId } = answer;

    await expect(world.handIn(purchaseId, picturesOf(person))).rejects.toMatchObject({ code: 'StepRefused' });
    await world.work.inTransaction(async (tx) => {
      const kyc = await tx.cases.lockByPurchase(purchaseId);
      if (kyc) await tx.purchases.consent(kyc.purchaseRow, ALL, 'self-service');
    });
    await expect(submitDocuments(world).submit({ purchaseId, confirmed: {} })).resolves.toEqual({ accepted: true });
  });
});
