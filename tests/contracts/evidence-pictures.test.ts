import { newId } from '../../adapters/ids';
import { reencodeImage } from '../../adapters/blobs/image-reencoding';
import { postgresBlobRows } from '../../adapters/postgres/blob-rows';
import { postgresSelfService } from '../../adapters/postgres/self-service';
import { CONSENTS } from '../../domain/consents';
import { customerUploads } from '../../domain/use-cases/store-uploads';
import { addPurchase, type EdgeWorld, edgeWorld, picture } from './edge-world';

let world: EdgeWorld;

beforeAll(async () => {
  world = await edgeWorld();
});
afterAll(() => world.close());

describe('a picture that a check has seen', () => {
  it('stays as its evidence when the customer sends another one instead of typing', async () => {
    const bought = await addPurchase(world, 2);
    const uploads = customerUploads({
      blobs: world.blobs,
      rows: postgresBlobRows(world),
      reencode: reencodeImage,
      ids: { next: newId },
    });
    await postgresSelfService(world).answerConsents(
      bought.purchase,
      CONSENTS.map(({ kind, textHash }) => ({ kind, textHash })),
      [],
    );
    await uploads.store(bought.purchase, 'front', await picture());
    const [seen] = (await world.pool.query<{ blob_key: string }>('select blob_key from blobs')).rows;
    await world.pool.query(
      `insert into kyc_checks (case_id, round, sealed_evidence, evidence_hash, scores, versions, checked_at) values ($1, 1, '', 'h', '{}', '{}', $2)`,
      [bought.caseRow, world.clock.now()],
    );
    world.clock.at.business += 60_000;

    await uploads.store(bought.purchase, 'front', await picture(1200, 800));
    await uploads.store(bought.purchase, 'front', await picture(1000, 700));

    const kept = await world.pool.query<{ width: number }>('select width from blobs order by id');
    expect(kept.rows.map(({ width }) => width)).toEqual([900, 1000]);
    expect(await world.blobs.exists(seen?.blob_key ?? '')).toBe(true);
  });
});
