/** The bytes of the entry called `name` in an unpacked tar archive: fewer lines than looking for a tar program. */
export function readTarEntry(archive, name) {
  const text = (at, length) => archive.toString('utf8', at, at + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
    const size = parseInt(text(at + 124, 12), 8);
    if (text(at, 100).replace(/^\.\//, '') === name) return archive.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`the archive has no ${name}`);
}
