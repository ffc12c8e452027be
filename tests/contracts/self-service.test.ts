import { newId } from '../../adapters/ids';
import { reencodeImage } from '../../adapters/blobs/image-reencoding';
import { postgresBlobRows } from '../../adapters/postgres/blob-rows';
import { postgresSelfService } from '../../adapters/postgres/self-service';
import { linkTokens } from '../../adapters/links/link-tokens';
import { CONSENTS } from '../../domain/consents';
import { type DomainError } from '../../domain/errors';
import { customerUploads } from '../../domain/use-cases/store-uploads';
import {
  addLink,
  addPurchase,
  type EdgeWorld,
  edgeWorld,
  evidence,
  HOLDER,
  picture,
  type TestPurchase,
} from './edge-world';

describe('a customer by one-time link', () => {
  let world: EdgeWorld;
  let bought: TestPurchase;
  let token: string;
  const tokens = linkTokens({ secret: Buffer.alloc(32, 7), publicUrl: 'http://127.0.0.1:1' });

  beforeAll(async () => {
    world = await edgeWorld();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    bought = await addPurchase(world, 2);
    const link = newId('lnk');
    token = tokens.token(link);
    await addLink(world, bought, link, tokens.tokenHash(link));
  });

  const selfService = () => postgresSelfService(world);
  const uploads = () =>
    customerUploads({
      blobs: world.blobs,
      rows: postgresBlobRows(world),
      reencode: reencodeImage,
      ids: { next: newId },
    });
  const consentToAll = () =>
    selfService().answerConsents(
      bought.purchase,
      CONSENTS.map(({ kind, textHash }) => ({ kind, textHash })),
      [],
    );
  const failure = (code: string) => expect.objectContaining({ code }) as unknown as DomainError;

  it('works for one device, again on that device, and on no other', async () => {
    const first = await selfService().exchange(token, undefined);
    const again = await selfService().exchange(token, first.device);

    expect(again.purchaseId).toBe(bought.purchase);
    expect(await selfService().purchaseOf(first.device)).toBe(bought.purchase);
    await expect(selfService().exchange(token, undefined)).rejects.toEqual(failure('LinkInvalid'));
    await expect(selfService().exchange(token, 'some-other-device')).rejects.toEqual(failure('LinkInvalid'));
  });

  it('is spent once when two devices race', async () => {
    const answers = await Promise.allSettled([
      selfService().exchange(token, undefined),
      selfService().exchange(token, undefined),
    ]);

    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('ends in business time, the device with it', async () => {
    const { device } = await selfService().exchange(token, undefined);
    world.clock.at.business += 4 * 24 * 3_600_000;

    expect(await selfService().purchaseOf(device)).toBeNull();
    await expect(selfService().exchange(token, device)).rejects.toEqual(failure('LinkInvalid'));
  });

  it('keeps neither token nor device in the tables', async () => {
    const { device } = await selfService().exchange(token, undefined);

    const { rows } = await world.pool.query<{ text: string }>('select links::text as text from links');

    const all = rows.map(({ text }) => text).join();
    expect(all).not.toContain(token);
    expect(all).not.toContain(device);
  });

  it('keeps a declined consent as declined until it is given', async () => {
    const face = CONSENTS.filter(({ kind }) => kind === 'face').map(({ kind, textHash }) => ({ kind, textHash }));
    const answers = async () => {
      const { consentsGiven, consentsDeclined } = await selfService().facts(bought.purchase);
      return { consentsGiven, consentsDeclined };
    };

    await selfService().answerConsents(bought.purchase, [], face);
    expect(await answers()).toEqual({ consentsGiven: [], consentsDeclined: face });

    await selfService().answerConsents(bought.purchase, face, []);
    expect(await answers()).toEqual({ consentsGiven: face, consentsDeclined: [] });

    await selfService().answerConsents(bought.purchase, [], face);
    expect(await answers()).toEqual({ consentsGiven: [], consentsDeclined: face });
  });

  it('takes no picture before the consents', async () => {
    await expect(uploads().store(bought.purchase, 'front', await picture())).rejects.toEqual(failure('StepRefused'));
  });

  it('replaces a picture until the round is handed in', async () => {
    await consentToAll();

    const first = await uploads().store(bought.purchase, 'front', await picture());
    const before = await world.pool.query<{ blob_key: string }>('select blob_key from blobs where purchase_id = $1', [
      bought.row,
    ]);
    await uploads().store(bought.purchase, 'front', await picture(1200, 800));
    await uploads().store(bought.purchase, 'back', await picture());
    const facts = await selfService().facts(bought.purchase);
    const kept = await world.pool.query<{ kind: string; width: number }>(
      'select kind, width from blobs where purchase_id = $1 order by id',
      [bought.row],
    );

    expect(first).toEqual({ accepted: true, hints: [] });
    expect([facts.received, facts.needed]).toEqual([['front', 'back'], ['selfie']]);
    expect(kept.rows).toEqual([
      { kind: 'front', width: 1200 },
      { kind: 'back', width: 900 },
    ]);
    expect(await world.blobs.exists(before.rows[0]?.blob_key ?? '')).toBe(false);
  });

  it('says why a picture is of no use and keeps nothing of it', async () => {
    await consentToAll();

    const small = await uploads().store(bought.purchase, 'front', await picture(300, 200));
    const text = await uploads().store(
      bought.purchase,
      'front',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    );

    expect(small).toEqual({ accepted: false, hints: ['TOO_SMALL'] });
    expect(text).toEqual({ accepted: false, hints: ['NOT_AN_IMAGE'] });
    expect((await selfService().facts(bought.purchase)).received).toEqual([]);
  });

  it('refuses a picture once the round was handed in, and one that is not asked for', async () => {
    await consentToAll();
    await world.pool.query(`update kyc_cases set needed = '{front}' where id = $1`, [bought.caseRow]);

    await expect(uploads().store(bought.purchase, 'selfie', await picture())).rejects.toEqual(failure('StepRefused'));
    await world.pool.query(`update kyc_cases set state = 'submitted' where id = $1`, [bought.caseRow]);
    await expect(uploads().store(bought.purchase, 'front', await picture())).rejects.toEqual(failure('StepRefused'));
  });

  it('opens only a doubtful name or address for typing', async () => {
    const sealed = await world.sealing.seal(
      bought.party,
      'identity',
      JSON.stringify(evidence()),
      `case/${bought.case}/evidence/1`,
    );
    await world.pool.query(
      `insert into kyc_checks (case_id, round, sealed_evidence, evidence_hash, scores, versions, checked_at) values ($1, 1, $2, 'h', '{}', '{}', $3)`,
      [bought.caseRow, Buffer.from(sealed), world.clock.now()],
    );
    await world.pool.query(`update kyc_cases set confirm = '{name}' where id = $1`, [bought.caseRow]);

    const { fields, holder } = await selfService().facts(bought.purchase);

    expect(holder).toBe('欧**国');
    expect(fields).toEqual([
      { field: 'name', shown: '欧**固', editable: true, value: '欧阳建固' },
      { field: 'idNumber', shown: '110***********002X', editable: false, value: null },
      { field: 'address', shown: '北京市朝阳区***', editable: false, value: null },
      { field: 'validTo', shown: '长期', editable: false, value: null },
    ]);
    expect(JSON.stringify(fields)).not.toContain(HOLDER.idNumber);
  });
});
