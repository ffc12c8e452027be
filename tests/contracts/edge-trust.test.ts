import { createHash, createHmac } from 'node:crypto';
import { listenForChanges } from '../../adapters/postgres/changes';
import { postgresHealth } from '../../adapters/postgres/health';
import { postgresNonces } from '../../adapters/postgres/nonces';
import { createPool } from '../../adapters/postgres/pool';
import { postgresSessions } from '../../adapters/postgres/sessions';
import { carrierCallbacks, xinglianSignature } from '../../adapters/signatures/carrier-callbacks';
import { hmacChannelRequests } from '../../adapters/signatures/channel-requests';
import type { Change } from '../../domain/ports/changes';
import { addStaff, type EdgeWorld, edgeWorld } from './edge-world';
import { freePort } from '../support/ports';

describe('trust at the edge', () => {
  let world: EdgeWorld;
  beforeAll(async () => {
    world = await edgeWorld();
    await addStaff(world, 'officer1', 'compliance_officer');
  });
  afterAll(() => world.close());

  const failure = (code: string) => expect.objectContaining({ code }) as unknown as Error;

  describe('signed requests', () => {
    const SECRET = 'a-channel-secret-of-the-test';
    const verifier = () =>
      hmacChannelRequests({
        secrets: { demo: SECRET },
        nonces: postgresNonces(world.pool),
        realMs: world.clock.realMs,
      });

    const request = (change: Record<string, unknown> = {}) => {
      const body = Buffer.from('{"a":1}');
      const timestamp = String(Math.floor(world.clock.realMs() / 1000));
      const nonce = createHash('sha256')
        .update(JSON.stringify([change, Math.random()]))
        .digest('hex')
        .slice(0, 24);
      const given = {
        method: 'POST',
        target: '/v1/orders?x=1',
        channel: 'demo',
        timestamp,
        nonce,
        body,
        ...change,
      } as const;
      const text = [
        given.method,
        given.target,
        given.timestamp,
        given.nonce,
        createHash('sha256').update(given.body).digest('hex'),
      ];
      const signature = `v1=${createHmac('sha256', SECRET).update(text.join('\n')).digest('hex')}`;
      return { ...given, signature, ...('signature' in change ? { signature: change['signature'] as string } : {}) };
    };

    it('says without the body what no body could mend, and whose budget a request is', () => {
      const { signature, ...unsigned } = request();

      expect(verifier().claimedBy({ ...unsigned, signature: `v1=${'0'.repeat(64)}` })).toBe('demo');
      for (const [change, code] of [
        [{ channel: 'nobody' }, 'SignatureInvalid'],
        [{ channel: 'constructor' }, 'SignatureInvalid'],
        [{ nonce: 'short' }, 'SignatureInvalid'],
        [{ signature: 'v1=abcd' }, 'SignatureInvalid'],
        [{ timestamp: String(Math.floor(world.clock.realMs() / 1000) - 301) }, 'SignatureStale'],
      ] as const)
        expect(() => verifier().claimedBy({ ...unsigned, signature, ...change })).toThrow(code);
    });

    it('takes a right one once', async () => {
      const good = request();

      expect(await verifier().verify(good)).toBe('demo');
      await expect(verifier().verify(good)).rejects.toEqual(failure('NonceReplayed'));
    });

    it('matches the vector of the design', async () => {
      const at = 1_774_000_000;
      const vector = {
        method: 'GET',
        target: '/v1/numbers?planCode=XL29&city=0755',
        channel: 'demo',
        timestamp: String(at),
        nonce: '0123456789abcdef',
        body: Buffer.alloc(0),
        // printf 'GET\n/v1/numbers?planCode=XL29&city=0755\n1774000000\n0123456789abcdef\n%s' $(printf '' | sha256sum | cut -d' ' -f1) | openssl dgst -sha256 -hmac SECRET
        signature: 'v1=95c81ddda203f48c1a6d0f2678f58f32fa26a9f5727ffc289d2ecfdefd790530',
      };
      const verify = hmacChannelRequests({
        secrets: { demo: SECRET },
        nonces: postgresNonces(world.pool),
        realMs: () => at * 1000 + 299_000,
      });

      expect(await verify.verify(vector)).toBe('demo');
    });

    it.each([
      ['another body', { body: Buffer.from('{"a":2}') }],
      ['another path', { target: '/v1/orders?x=2' }],
      ['another method', { method: 'PUT' }],
      ['another nonce', { nonce: 'another-nonce-0000' }],
    ])('refuses a signature of %s', async (_what, change) => {
      const { signature } = request();

      await expect(verifier().verify({ ...request(), ...change, signature })).rejects.toEqual(
        failure('SignatureInvalid'),
      );
    });

    it.each([
      ['no channel', { channel: undefined }],
      ['an unknown channel', { channel: 'rival' }],
      ['a channel of the prototype', { channel: 'constructor' }],
      ['no timestamp', { timestamp: undefined }],
      ['a timestamp in ms', { timestamp: '1774000000000' }],
      ['a doubled timestamp', { timestamp: '1774000000, 1774000000' }],
      ['an empty nonce', { nonce: '' }],
      ['a doubled nonce', { nonce: 'abcdefgh12345678, abcdefgh12345678' }],
      ['a nonce without end', { nonce: 'n'.repeat(65) }],
      ['no signature', { signature: undefined }],
      ['an empty signature', { signature: '' }],
      ['a short signature', { signature: 'v1=abcd' }],
      ['upper-case hex', { signature: `v1=${'AB'.repeat(32)}` }],
      ['a doubled signature', { signature: `v1=${'ab'.repeat(32)}, v1=${'ab'.repeat(32)}` }],
    ])('refuses %s', async (_what, change) => {
      await expect(verifier().verify({ ...request(), ...change })).rejects.toEqual(failure('SignatureInvalid'));
    });

    it.each([-301, 301])('refuses a clock that is %d s off', async (seconds) => {
      const timestamp = String(Math.floor(world.clock.realMs() / 1000) + seconds);

      await expect(verifier().verify(request({ timestamp }))).rejects.toEqual(failure('SignatureStale'));
    });

    it('lets nobody burn a nonce without the secret', async () => {
      const good = request();

      await expect(verifier().verify({ ...good, signature: `v1=${'0'.repeat(64)}` })).rejects.toEqual(
        failure('SignatureInvalid'),
      );
      expect(await verifier().verify(good)).toBe('demo');
    });

    it('takes carrier callbacks signed by that carrier', async () => {
      const { realMs } = world.clock;
      const callbacks = carrierCallbacks({
        xinglian: xinglianSignature({ secret: SECRET, nonces: postgresNonces(world.pool), realMs }),
      });
      const body = Buffer.from('{"state":"已激活"}');
      const time = String(Math.floor(world.clock.realMs() / 1000));
      const sign = createHmac('sha256', SECRET)
        .update(`${time}\nnonce-0001\n${createHash('sha256').update(body).digest('hex')}`)
        .digest('hex');

      const headers = new Map([
        ['x-xl-time', time],
        ['x-xl-nonce', 'nonce-0001'],
        ['x-xl-sign', sign],
      ]);
      const callback = { header: (name: string) => headers.get(name), body };

      await callbacks.verify('xinglian', callback);
      await expect(callbacks.verify('xinglian', callback)).rejects.toEqual(failure('NonceReplayed'));
      await expect(callbacks.verify('yunqi', callback)).rejects.toEqual(failure('SignatureInvalid'));
      headers.delete('x-xl-sign');
      await expect(callbacks.verify('xinglian', callback)).rejects.toEqual(failure('SignatureInvalid'));
    });
  });

  describe('sessions', () => {
    const sessions = () =>
      postgresSessions({ pool: world.pool, cookieSecret: Buffer.alloc(32, 3), realMs: world.clock.realMs });

    it('sign in with the right password and stay on business time jumps', async () => {
      const session = await sessions().signIn('officer1', 'pw-officer1');
      world.clock.at.business += 365 * 24 * 3_600_000;

      const found = await sessions().find(session?.token ?? '');

      expect(found).toMatchObject({ user: { login: 'officer1', roles: ['compliance_officer'] }, csrf: session?.csrf });
      expect(await sessions().signIn('officer1', 'wrong')).toBeNull();
      expect(await sessions().signIn('nobody', 'pw-officer1')).toBeNull();
    });

    it('end by sign-out, by time and with the account', async () => {
      const [out, old, closed] = await Promise.all([1, 2, 3].map(() => sessions().signIn('officer1', 'pw-officer1')));
      await sessions().end(out?.token ?? '');
      expect(await sessions().find(out?.token ?? '')).toBeNull();

      await world.pool.query(`update users set active = false where login = 'officer1'`);
      expect(await sessions().find(closed?.token ?? '')).toBeNull();
      await world.pool.query(`update users set active = true where login = 'officer1'`);
      world.clock.at.real += 13 * 3_600_000;
      expect(await sessions().find(old?.token ?? '')).toBeNull();
    });

    it('leave neither token nor password in the tables', async () => {
      const session = await sessions().signIn('officer1', 'pw-officer1');

      const { rows } = await world.pool.query<{ text: string }>(
        'select sessions::text as text from sessions union all select users::text from users',
      );

      const all = rows.map(({ text }) => text).join();
      for (const secret of [session?.token ?? '?', session?.csrf ?? '?', 'pw-officer1'])
        expect(all).not.toContain(secret);
      expect(all).toContain('$argon2id$');
    });
  });

  describe('news', () => {
    it('come from other sessions, and after a lost connection everybody asks again', async () => {
      const losses: Error[] = [];
      const changes = await listenForChanges({
        url: world.database.url,
        name: 'edge-listener',
        onLost: (error) => losses.push(error),
      });
      const heard: Change[] = [];
      const next = (kind: string): Promise<void> =>
        new Promise((resolve) => {
          const stop = changes.subscribe((change) => {
            heard.push(change);
            if (change.kind !== kind) return;
            stop();
            resolve();
          });
        });

      const order = next('order');
      await world.pool.query(`select pg_notify('cardflow_changed', '{"kind":"mischief","id":"x"}')`);
      await world.pool.query(
        `select pg_notify('cardflow_changed', '{"kind":"order","id":"ord_1","purchaseId":"pur_1","channel":"demo"}')`,
      );
      await order;
      const resync = next('resync');
      await world.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'edge-listener'`,
      );
      await resync;
      await changes.close();

      expect(heard).toEqual([
        { kind: 'order', id: 'ord_1', purchaseId: 'pur_1', channel: 'demo' },
        { kind: 'resync', id: '', purchaseId: null, channel: null },
      ]);
      expect(losses.length).toBeGreaterThan(0);
    });
  });

  it('says that nothing is promised while no database answers', async () => {
    const nowhere = createPool(`postgres://u:p@127.0.0.1:${String(await freePort())}/x`, 'edge-test');

    await expect(postgresHealth(nowhere).check()).rejects.toEqual(failure('DatabaseUnavailable'));
    await nowhere.end();
  });
});
