import { existsSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(__dirname, '../..');

/** The models that set-up fetched; without them these tests fail with the sentence that helps. */
export function modelsFolder(): string {
  const folder = process.env['MODELS_DIR'] ?? path.join(ROOT, 'node_modules/.cache/cardflow/models');
  if (!existsSync(path.join(folder, 'face_descriptor.onnx')))
    throw new Error(`no models in ${folder}: run "npm run build" first`);
  return folder;
}

export const ROOT_FOLDER = ROOT;
