import { newId } from '../../adapters/ids';
import { KeyDestroyed, RETENTION_CLASSES, type KeyOwner, type KeyStorePort } from '../../domain/ports/key-store';

const MINUTE = 60_000;

export interface KeyStoreUnderTest {
  readonly keys: KeyStorePort;
  /** Moves the store's clock on. */
  readonly advance: (milliseconds: number) => void;
}

/** What every key store promises. */
export function keyStoreContract(open: () => KeyStoreUnderTest): void {
  it('gives each owner and class a key of its own, and the same one every time', async () => {
    const { keys } = open();
    const [first, second] = [newId('pty'), newId('pty')];

    const given = await Promise.all(
      [first, second].flatMap((owner) => RETENTION_CLASSES.map((klass) => keys.sealingKey(owner, klass))),
    );
    const again = await keys.sealingKey(first, 'identity');

    expect(new Set(given.map(({ key }) => Buffer.from(key).toString('hex'))).size).toBe(2 * RETENTION_CLASSES.length);
    expect(given.every(({ key }) => key.length === 32)).toBe(true);
    expect(again).toEqual(given[0]);
  });

  it('lets many at once meet on one key', async () => {
    const { keys } = open();
    const owner = newId('pty');

    const given = await Promise.all(Array.from({ length: 8 }, () => keys.sealingKey(owner, 'contact')));

    expect(new Set(given.map(({ keyId, key }) => keyId + Buffer.from(key).toString('hex'))).size).toBe(1);
  });

  it('opens with the key that sealed and with no other', async () => {
    const { keys } = open();
    const owner = newId('pty');
    const { keyId, key } = await keys.sealingKey(owner, 'images');

    const opening = await keys.openingKey(owner, 'images', keyId);

    expect(Buffer.from(opening).equals(key)).toBe(true);
    await expect(keys.openingKey(owner, 'images', '00'.repeat(8))).rejects.toThrow(KeyDestroyed);
    await expect(keys.openingKey(newId('pty'), 'images', keyId)).rejects.toThrow(KeyDestroyed);
  });

  it('destroys the classes it is told to, for ever, and keeps the others', async () => {
    const { keys } = open();
    const owner = newId('pty');
    const { keyId } = await keys.sealingKey(owner, 'biometrics');

    await keys.destroy(owner, ['biometrics', 'images']);
    await keys.destroy(owner, ['biometrics']);
    await keys.ensure(owner);

    await expect(keys.openingKey(owner, 'biometrics', keyId)).rejects.toMatchObject({
      code: 'KeyDestroyed',
      owner,
      retentionClass: 'biometrics',
    });
    await expect(keys.sealingKey(owner, 'images')).rejects.toThrow(KeyDestroyed);
    await expect(keys.openingKey(owner, 'identity', keyId)).resolves.toHaveLength(32);
  });

  it('destroys what was never made', async () => {
    const { keys } = open();
    const owner = newId('pty');

    await keys.destroy(owner, RETENTION_CLASSES);

    await expect(keys.sealingKey(owner, 'identity')).rejects.toThrow(KeyDestroyed);
  });

  it('refuses an owner that is not an id, so that no name becomes one', async () => {
    const { keys } = open();

    await expect(keys.ensure('张三丰')).rejects.toThrow('not a valid key owner');
  });

  it('sweeps keys that seal nothing once they are an hour old', async () => {
    const { keys, advance } = open();
    const [used, unused, touched] = [newId('pty'), newId('pty'), newId('pty')];
    for (const owner of [used, unused, touched]) await keys.ensure(owner);
    const before = await keys.sealingKey(unused, 'identity');
    const kept = await keys.sealingKey(used, 'identity');

    advance(59 * MINUTE);
    const early = await sweep(keys, [used]);
    await keys.sealingKey(touched, 'identity');
    advance(2 * MINUTE);
    const late = await sweep(keys, [used]);
    const after = await keys.sealingKey(unused, 'identity');

    expect(early.removed).not.toContain(unused);
    expect(late.asked).toEqual(expect.arrayContaining([used, unused]));
    expect(late.asked).not.toContain(touched);
    expect(after.keyId).not.toBe(before.keyId);
    await expect(keys.openingKey(unused, 'identity', before.keyId)).rejects.toThrow(KeyDestroyed);
    await expect(keys.openingKey(used, 'identity', kept.keyId)).resolves.toEqual(kept.key);
  });

  it('leaves an owner alone whose key is asked for, or erased, while the sweeper asks about it', async () => {
    const { keys, advance } = open();
    const [sealing, erased] = [newId('pty'), newId('pty')];
    const { keyId, key } = await keys.sealingKey(sealing, 'identity');
    await keys.ensure(erased);

    advance(61 * MINUTE);
    await keys.sweepUnused(async () => {
      await keys.sealingKey(sealing, 'identity');
      await keys.destroy(erased, ['identity']);
      return new Set();
    });

    await expect(keys.openingKey(sealing, 'identity', keyId)).resolves.toEqual(key);
    await expect(keys.sealingKey(erased, 'identity')).rejects.toThrow(KeyDestroyed);
  });

  it('never sweeps the mark of an erased owner, who would get new keys otherwise', async () => {
    const { keys, advance } = open();
    const owner = newId('pty');
    await keys.destroy(owner, ['identity']);

    advance(61 * MINUTE);
    await sweep(keys, []);

    await expect(keys.sealingKey(owner, 'identity')).rejects.toThrow(KeyDestroyed);
  });
}

async function sweep(
  keys: KeyStorePort,
  used: readonly KeyOwner[],
): Promise<{ asked: KeyOwner[]; removed: KeyOwner[] }> {
  const asked: KeyOwner[] = [];
  await keys.sweepUnused((owners) => {
    asked.push(...owners);
    return Promise.resolve(new Set(owners.filter((owner) => used.includes(owner))));
  });
  return { asked, removed: asked.filter((owner) => !used.includes(owner)) };
}
