/**
 * Buffers that are used over and over, one per use and size: fresh ones of a megabyte each make V8 run full collections between the
 * stages of a single card. Code that takes one must be done with it before it is asked for again under the same name.
 */
export interface Scratch {
  bytes: (use: string, length: number) => Uint8Array;
  floats: (use: string, length: number) => Float32Array;
  shorts: (use: string, length: number) => Int16Array;
  ints: (use: string, length: number) => Int32Array;
  doubles: (use: string, length: number) => Float64Array;
}

/** Photos come in few sizes; beyond this many buffers the sizes are odd enough to start over. */
const LARGEST_COUNT = 96;

function shelf<T extends Uint8Array | Float32Array | Int16Array | Int32Array | Float64Array>(
  create: (length: number) => T,
): (use: string, length: number) => T {
  const buffers = new Map<string, T>();
  return (use, length) => {
    const key = `${use}/${length}`;
    const known = buffers.get(key);
    if (known) {
      known.fill(0);
      return known;
    }
    if (buffers.size >= LARGEST_COUNT) buffers.clear();
    const created = create(length);
    buffers.set(key, created);
    return created;
  };
}

/** One set a thread: the pixels of one picture at a time pass through it. */
export const scratch: Scratch = {
  bytes: shelf((length) => new Uint8Array(length)),
  floats: shelf((length) => new Float32Array(length)),
  shorts: shelf((length) => new Int16Array(length)),
  ints: shelf((length) => new Int32Array(length)),
  doubles: shelf((length) => new Float64Array(length)),
};
