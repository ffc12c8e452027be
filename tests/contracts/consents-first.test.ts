import { CONSENTS } from '../../domain/consents';
import { postgresSelfService } from '../../adapters/postgres/self-service';
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

    const withoutCarrier = world.place(person, picturesOf(person), {
      consents: ALL.filter(({ kind }) => kind !== 'carrier'),
    });

    await expect(withoutCarrier).rejects.toMatchObject({ code: 'BodyInvalid', errors: [{ pointer: '/consents' }] });
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

  it('are handed in once the choice about faces was made, whichever way', async () => {
    const answer = await world.accept(command(somebody(), { consents: ALL.filter(({ kind }) => kind !== 'face') }));
    if (answer.kind !== 'accepted') throw new Error('the order was not accepted');
    const { purchaseId } = answer;
    const handIn = () => world.handIn(purchaseId, picturesOf(somebody()));

    await expect(handIn()).rejects.toMatchObject({ code: 'StepRefused' });
    await postgresSelfService(world).answerConsents(
      purchaseId,
      [],
      ALL.filter(({ kind }) => kind === 'face'),
    );
    await expect(handIn()).resolves.toBeDefined();
  });
});
