// The second reader's weights: the LSTM inside chi_sim 4.0.0 reads printed Chinese clearly better than best_int, the default of
// tesseract.js, but comes with 40 MB of the legacy engine. Repacked LSTM-only it is 2.3 MB and loads in a third of the memory.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { assertHash, isIntact, writeWhole } from './files.mjs';

const TARGET = path.join('tessdata', 'chi_sim.traineddata');
const TARGET_SHA256 = '7e4b2ca0a8c5d625650df1aa68580854f63032836c08493863a59191800921b9';
/** Components kept: LSTM model, its three dictionaries, character set, recoder, version. */
const KEPT = new Set([17, 18, 19, 20, 21, 22, 23]);

/** Makes the repacked chi_sim stand in `modelsDir`/tessdata. Needs node_modules, no network. */
export async function fetchTesseract({ modelsDir, log }) {
  const target = path.join(modelsDir, TARGET);
  if (isIntact(target, TARGET_SHA256)) return;
  log('unpacking the tesseract model');
  const packageFile = createRequire(import.meta.url).resolve('@tesseract.js-data/chi_sim/package.json');
  const source = path.join(path.dirname(packageFile), '4.0.0', 'chi_sim.traineddata.gz');
  const repacked = lstmOnly(gunzipSync(fs.readFileSync(source)));
  assertHash(TARGET, repacked, TARGET_SHA256);
  writeWhole(target, repacked);
}

/** A traineddata file is a count, that many 64-bit offsets (-1: absent) and the components. */
function lstmOnly(data) {
  const count = data.readInt32LE(0);
  const headerSize = 4 + 8 * count;
  const offsets = Array.from({ length: count }, (_, index) => Number(data.readBigInt64LE(4 + 8 * index)));
  const header = Buffer.alloc(headerSize);
  header.writeInt32LE(count, 0);
  const parts = [header];
  let position = headerSize;
  offsets.forEach((offset, index) => {
    const kept = offset >= 0 && KEPT.has(index);
    header.writeBigInt64LE(BigInt(kept ? position : -1), 4 + 8 * index);
    if (!kept) return;
    const end = Math.min(data.length, ...offsets.filter((other) => other > offset));
    parts.push(data.subarray(offset, end));
    position += end - offset;
  });
  return Buffer.concat(parts);
}
