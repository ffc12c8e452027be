import { ownerCache } from '../../adapters/keys/owner-cache';

const OWNER = 'pty_000000000001';
const cacheOf = (now = (): number => 0) => ownerCache<string>({ maxOwners: 2, maxAgeMs: 30, now });
const holding = (entry: string) => () => Promise.resolve(entry);

it('does not keep what was loaded while the owner was erased', async () => {
  const cache = cacheOf();
  let finish: (entry: string) => void = () => undefined;

  const loading = cache.load(OWNER, () => new Promise<string>((resolve) => (finish = resolve)));
  cache.evict(OWNER);
  finish('a key that is gone by now');

  expect(await loading).toBe('a key that is gone by now');
  expect(cache.get(OWNER)).toBeUndefined();
});

it('counts age from before the load, since a slow one may bring what is old already', async () => {
  let now = 0;
  const cache = cacheOf(() => now);

  await cache.load(OWNER, () => Promise.resolve((now += 20)).then(String));
  now += 11;

  expect(cache.get(OWNER)).toBeUndefined();
});

it('keeps the owners used last', async () => {
  const cache = cacheOf();
  await cache.load('first', holding('1'));
  await cache.load('second', holding('2'));

  cache.get('first');
  await cache.load('third', holding('3'));

  expect(['first', 'second', 'third'].map(cache.get)).toEqual(['1', undefined, '3']);
});

it('lets go of what is too old with the next load', async () => {
  let now = 0;
  const cache = cacheOf(() => now);
  await cache.load('first', holding('1'));

  now += 31;
  await cache.load('second', holding('2'));

  expect(cache.size()).toBe(1);
});

it('keeps nothing of a load that failed', async () => {
  const cache = cacheOf();

  await expect(cache.load(OWNER, () => Promise.reject(new Error('down')))).rejects.toThrow('down');

  expect(cache.get(OWNER)).toBeUndefined();
});
