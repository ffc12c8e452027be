// node scripts/sign-curl.mjs [--data DIR] [METHOD PATH [BODY]]
//
// Prints a curl that is signed for the channel "demo" and good for five minutes. Without METHOD and PATH: a first order by
// a person whom the running sandbox draws. BODY is JSON text or @FILE, a picture or JSON.
//   node scripts/sign-curl.mjs | sh
//   node scripts/sign-curl.mjs GET /v1/orders/ord_… | sh
//   node scripts/sign-curl.mjs POST '/v1/blobs?kind=front' @front.jpg | sh
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { demoSecret, firstOrder } from './channel/first-order.mjs';
import { curlCommand } from './channel/signature.mjs';
import { optionsOf } from './setup/options.mjs';
import { ROOT } from './setup/paths.mjs';
import { runMain, Trouble } from './setup/trouble.mjs';
import { readRunFile } from './supervisor/run-file.mjs';

await runMain(async () => {
  const options = { data: { type: 'string', default: path.join(ROOT, '.data') } };
  const { values, positionals } = optionsOf({ args: process.argv.slice(2), options, allowPositionals: true });
  const run = readRunFile(values.data);
  if (!run) throw new Trouble(`Nothing runs on ${values.data}: npm start first, or name the folder with --data DIR.`);
  const [method, target, given] = positionals;
  if (method && !target?.startsWith('/')) throw new Trouble(`A path that begins with / goes with ${method}.`);
  const order = { dataDir: values.data, urls: run.urls };
  process.stdout.write(`${method && target ? signed(order, method, target, given) : await firstOrder(order)}\n`);
});

function signed({ dataDir, urls }, method, target, given) {
  const content = given?.startsWith('@') ? contentOf(path.resolve(given.slice(1))) : { body: given };
  return curlCommand({ url: urls.api, method, path: target, ...content, channel: 'demo', secret: demoSecret(dataDir) });
}

const TYPES = { '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png', '.webp': 'image/webp' };

function contentOf(file) {
  try {
    return { body: readFileSync(file), file, type: TYPES[path.extname(file).toLowerCase()] };
  } catch (error) {
    throw new Trouble(`The body cannot be read from ${file} (${error.code}): name a file that is there after the @.`);
  }
}
