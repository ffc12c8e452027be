// Reads the weight files inside the installed @vladmandic/face-api: one manifest and one .bin a network, tensors quantised to uint8
// (value = quantum * scale + min) or, for a few filters of the descriptor net, plain float32.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';

const folder = () =>
  path.join(path.dirname(createRequire(import.meta.url).resolve('@vladmandic/face-api/package.json')), 'model');

/** A look-up `key → { shape, data: Float32Array }` over all tensors of one network. Throws where the files are not as expected. */
export function readWeights(network) {
  const manifest = JSON.parse(fs.readFileSync(path.join(folder(), `${network}_model-weights_manifest.json`), 'utf8'));
  const tensors = new Map();
  for (const group of manifest) {
    const bytes = Buffer.concat(group.paths.map((file) => fs.readFileSync(path.join(folder(), file))));
    let offset = 0;
    for (const { name, shape, dtype, quantization } of group.weights) {
      if (dtype !== 'float32' || (quantization && quantization.dtype !== 'uint8'))
        throw new Error(`${network}: ${name} has an unknown type`);
      const end = offset + shape.reduce((product, dim) => product * dim, 1) * (quantization ? 1 : 4);
      tensors.set(name, { shape, data: floats(bytes.subarray(offset, end), quantization) });
      offset = end;
    }
    if (offset !== bytes.length) throw new Error(`${network}: ${bytes.length - offset} bytes left over`);
  }
  return (key) => {
    const tensor = tensors.get(key);
    if (!tensor) throw new Error(`${network}: no tensor ${key}`);
    return tensor;
  };
}

function floats(bytes, quantization) {
  if (quantization) return Float32Array.from(bytes, (quantum) => quantum * quantization.scale + quantization.min);
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
