// node scripts/models/record-face-vectors.mjs FOLDER: writes tests/vectors/faces/*.json, what @vladmandic/face-api itself answers on its own
// demo photos. FOLDER holds an installed @tensorflow/tfjs 4.22.0, @tensorflow/tfjs-backend-wasm 4.22.0 and @vladmandic/face-api: 287 MB
// that the product never needs. Only numbers are written, no picture.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const there = createRequire(path.resolve(process.argv[2] ?? '.', 'package.json'));
const sharp = createRequire(path.join(root, 'package.json'))('sharp');

const tf = there('@tensorflow/tfjs');
const wasm = there('@tensorflow/tfjs-backend-wasm');
wasm.setWasmPaths(`${path.dirname(there.resolve('@tensorflow/tfjs-backend-wasm/package.json'))}/dist/`);
await tf.setBackend('wasm');
await tf.ready();
const faceapi = there('@vladmandic/face-api/dist/face-api.node-wasm.js');
const packageFolder = path.dirname(there.resolve('@vladmandic/face-api/package.json'));
for (const net of ['tinyFaceDetector', 'faceLandmark68Net', 'faceRecognitionNet'])
  await faceapi.nets[net].loadFromDisk(path.join(packageFolder, 'model'));

/** Faces in the photos: number of the photo, x, y, width, height. */
const FACES = [
  [1, 1423, 207, 281, 271],
  [3, 1015, 236, 302, 287],
  [3, 536, 349, 272, 280],
  [3, 1451, 323, 280, 276],
  [5, 753, 147, 207, 200],
  [5, 1074, 234, 248, 232],
  [5, 325, 919, 266, 275],
  [6, 197, 537, 286, 262],
  [6, 1444, 320, 271, 274],
  [6, 1126, 358, 263, 261],
];
const rounded = (value, digits) => Number(value.toFixed(digits));

async function record(photo, region, largestSide) {
  const file = `sample${photo}.jpg`;
  const whole = sharp(path.join(packageFolder, 'demo', file));
  const size = await whole.metadata();
  const cut = region && {
    ...region,
    width: Math.min(region.width, size.width - region.left),
    height: Math.min(region.height, size.height - region.top),
  };
  // Nearest neighbour and no shrinking while decoding: the same pixels with every version of sharp.
  const { data, info } = await (cut ? whole.extract(cut) : whole)
    .resize(largestSide, largestSide, {
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'nearest',
      fastShrinkOnLoad: false,
    })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const tensor = tf.tensor3d(new Uint8Array(data), [info.height, info.width, 3], 'int32');
  const runs = [];
  for (const inputSize of [224, 416]) {
    const options = new faceapi.TinyFaceDetectorOptions({ inputSize, scoreThreshold: 0.5 });
    const found = await faceapi.detectAllFaces(tensor, options).withFaceLandmarks(false).withFaceDescriptors();
    const faces = found.map(({ detection, landmarks, descriptor }) => ({
      score: rounded(detection.score, 6),
      box: [detection.box.x, detection.box.y, detection.box.width, detection.box.height].map((value) =>
        rounded(value, 4),
      ),
      landmarks: landmarks.positions.flatMap(({ x, y }) => [rounded(x, 3), rounded(y, 3)]),
      descriptor: Array.from(descriptor, (value) => rounded(value, 6)),
    }));
    runs.push({ inputSize, faces });
  }
  tensor.dispose();
  const pixelSum = data.reduce((sum, value) => sum + value, 0);
  const vector = {
    photo: file,
    region: cut ?? null,
    largestSide,
    width: info.width,
    height: info.height,
    pixelSum,
    runs,
  };
  const name = cut ? `photo${photo}-x${cut.left}` : `photo${photo}`;
  fs.writeFileSync(path.join(root, 'tests/vectors/faces', `${name}.json`), `${JSON.stringify(vector)}\n`);
  console.log(name, runs.map(({ inputSize, faces }) => `${inputSize}: ${faces.length}`).join(', '));
}

fs.mkdirSync(path.join(root, 'tests/vectors/faces'), { recursive: true });
for (let photo = 1; photo <= 6; photo++) await record(photo, null, 900);
for (const [photo, x, y, width, height] of FACES) {
  const around = {
    left: Math.max(0, Math.round(x - width * 0.5)),
    top: Math.max(0, Math.round(y - height * 0.5)),
    width: Math.round(width * 2),
    height: Math.round(height * 2.2),
  };
  await record(photo, around, 480);
}
process.exit(0);
