import { command, somebody } from '../support/world/people';
import { openWorld, type StoryClock, storyClock, type World } from '../support/world/world';

let world: World<StoryClock>;

beforeAll(async () => {
  world = await openWorld(storyClock(), { numbers: 40, cooldownDays: 30 });
});
afterAll(() => world.close());

describe('one person', () => {
  it('ordering twice at the same moment is held to the same limits as one after the other', async () => {
    const person = somebody();

    const answers = await Promise.all(Array.from({ length: 6 }, () => world.accept(command(person))));

    expect(answers.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
    for (const answer of answers.filter(({ kind }) => kind !== 'accepted')) {
      expect(answer).toMatchObject({ kind: 'refused', reasons: [{ code: 'COOL_DOWN' }] });
    }
  });

  it('has no more cards than cards, whatever generations of the index name them', async () => {
    const person = somebody();
    await world.accept(command(person, { quantity: 2 }));
    await world.pool.query(
      `insert into party_index (party_id, kind, generation, digest)
       select party_id, kind, 0, 'of-an-older-key' from party_index`,
    );

    const [newest] = world.blindIndex.digest('idNumber', person.idNumber);
    const standing = await world.work.inTransaction((tx) =>
      tx.parties.standing('idNumber', [
        { generation: 1, digest: newest?.digest ?? '' },
        { generation: 0, digest: 'of-an-older-key' },
      ]),
    );

    // One of these persons is the first story's, whose card the older key names as well.
    expect(standing.map(({ cards }) => cards)).toEqual([3]);
  });
});
