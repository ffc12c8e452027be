import path from 'node:path';

/** The checkout. Everything a script reads or writes is named from here, never from the caller's folder. */
export const ROOT = path.resolve(import.meta.dirname, '../..');

/**
 * What was fetched or made once and serves every data folder: the Temporal CLI, weights, test servers, stamps.
 * It lies in node_modules so that a clone keeps nothing outside of what git ignores anyway; after a fresh `npm ci` it is
 * filled again from the clients' own caches (pip, npm), which takes seconds. CARDFLOW_CACHE names another folder.
 */
export const CACHE = path.resolve(process.env.CARDFLOW_CACHE ?? path.join(ROOT, 'node_modules/.cache/cardflow'));

/** OCR weights, face nets and tesseract data; MODELS_DIR of the workers. */
export const MODELS = path.join(CACHE, 'models');

export const DIST = path.join(ROOT, 'dist');
