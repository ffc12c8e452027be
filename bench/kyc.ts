import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createWorker, OEM } from 'tesseract.js';
import { inProcessReader } from '../adapters/identity-reader/identity-reader';
import { day } from '../domain/brand';
import { DEFAULT_KYC_POLICY } from '../domain/kyc';
import type { CardField, IdentityReaderPort, IdentityReading } from '../domain/ports/identity-check';

// What does one person cost, and how often is everything read right? Beside it the plain way: the whole photo given to tesseract.js.
// node dist/bench/kyc.js [--json FILE] [--severity moderate,hard]; reads the labelled cards of ../shared/data/kyc where they are.

interface Pair {
  id: string;
  severity: string;
  front: string;
  back: string;
  selfie: string;
  declared: { name: string; idNumber: string };
}

interface Truth {
  severity: string;
  person: string;
  side: 'front' | 'back';
  fields: Record<string, string>;
}

const DATA = path.resolve(process.env['KYC_DATA'] ?? '../shared/data/kyc/dev');
const WARM_UP = 5;
const PLAIN_SAMPLE = 4;

function option(name: string): string | undefined {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? undefined : process.argv[at + 1];
}

const cpuSeconds = (since?: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const dashed = (digits: string): string => `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`;

function expected(front: Truth, back: Truth): Record<CardField, string | undefined> {
  const [from = '', to = ''] = (back.fields['validity'] ?? '').split('-');
  return {
    name: front.fields['name'],
    sex: front.fields['sex'],
    ethnicity: front.fields['ethnicity'],
    birth: dashed(front.fields['birth'] ?? ''),
    address: front.fields['address'],
    idNumber: front.fields['id'],
    authority: back.fields['authority'],
    validFrom: from.replaceAll('.', '-'),
    validTo: to === '长期' ? to : to.replaceAll('.', '-'),
  };
}

/** Reads the photo as it is, without looking for the card: how many fronts give name and number somewhere in the text. */
async function plainWay(pairs: readonly Pair[]): Promise<{ right: number; cpu: number }> {
  const folder = path.join(path.dirname(require.resolve('@tesseract.js-data/chi_sim/package.json')), '4.0.0_best_int');
  const engine = await createWorker('chi_sim', OEM.LSTM_ONLY, { langPath: folder, cacheMethod: 'none', gzip: true });
  const start = process.cpuUsage();
  let right = 0;
  for (const { front, declared } of pairs) {
    const { data } = await engine.recognize(readFileSync(path.join(DATA, front)));
    const text = data.text.replace(/\s/gu, '');
    if (text.includes(declared.name) && text.includes(declared.idNumber)) right++;
  }
  const cpu = cpuSeconds(start);
  await engine.terminate();
  return { right: right / pairs.length, cpu: cpu / pairs.length };
}

interface Tally {
  people: number;
  pairsRight: number;
  straightThrough: number;
  straightThroughWrong: number;
  cpu: number;
  fields: Record<string, number>;
  own: number[];
  strangers: number[];
}

async function main(): Promise<void> {
  const metrics: Record<string, unknown> = existsSync(DATA)
    ? await measure()
    : { skipped: 'no labelled cards in ../shared/data/kyc' };
  const result = JSON.stringify({ name: 'kyc', metrics }, null, 2);
  console.log(result);
  const file = option('json');
  if (file !== undefined) writeFileSync(file, `${result}\n`);
}

async function measure(): Promise<Record<string, unknown>> {
  const { asOf, pairs } = JSON.parse(readFileSync(path.join(DATA, 'inputs.json'), 'utf8')) as {
    asOf: string;
    pairs: Pair[];
  };
  const truths = readFileSync(path.join(DATA, 'cards/truth.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth);
  const bySide = new Map(truths.map((truth) => [`${truth.severity}_${truth.person}_${truth.side}`, truth]));
  const modelsDir = process.env['MODELS_DIR'] ?? path.resolve('node_modules/.cache/cardflow/models');
  const reader = await inProcessReader(modelsDir);
  const read = ({ front, back, selfie, declared }: Pair): Promise<IdentityReading> =>
    reader.read({
      images: {
        front: readFileSync(path.join(DATA, front)),
        back: readFileSync(path.join(DATA, back)),
        selfie: readFileSync(path.join(DATA, selfie)),
      },
      declared,
      typed: {},
      asOf: day(asOf),
    });
  for (const pair of pairs.slice(0, WARM_UP)) await read(pair);

  const metrics: Record<string, unknown> = {};
  for (const severity of (option('severity') ?? 'moderate').split(',')) {
    const chosen = pairs.filter((pair) => pair.severity === severity);
    metrics[severity] = summary(await tallyOf(chosen, read, bySide));
    metrics['versions'] ??= (await read(chosen[0] ?? pairs[0] ?? failed())).versions;
  }
  await close(reader, metrics);
  const plain = await plainWay(pairs.filter(({ severity }) => severity === 'moderate').slice(0, PLAIN_SAMPLE));
  metrics['wholePhotoTesseract'] = { frontsRight: plain.right, cpuSecondsPerFront: plain.cpu, sample: PLAIN_SAMPLE };
  return metrics;
}

async function tallyOf(
  pairs: readonly Pair[],
  read: (pair: Pair) => Promise<IdentityReading>,
  bySide: ReadonlyMap<string, Truth>,
): Promise<Tally> {
  const tally: Tally = {
    people: 0,
    pairsRight: 0,
    straightThrough: 0,
    straightThroughWrong: 0,
    cpu: 0,
    fields: {},
    own: [],
    strangers: [],
  };
  for (const pair of pairs) {
    const start = process.cpuUsage();
    const reading = await read(pair);
    const isOther = pair.id.endsWith('_other');
    (isOther ? tally.strangers : tally.own).push(reading.faceDistance ?? Number.POSITIVE_INFINITY);
    if (isOther) continue;
    tally.cpu += cpuSeconds(start);
    const front = bySide.get(`${pair.id}_front`) ?? failed();
    const back = bySide.get(`${pair.id}_back`) ?? failed();
    count(tally, reading, expected(front, back));
  }
  return tally;
}

function count(tally: Tally, { fields }: IdentityReading, truth: Record<CardField, string | undefined>): void {
  const names = Object.keys(truth) as CardField[];
  const right = names.filter((name) => fields[name].value === truth[name]);
  for (const name of names) tally.fields[name] = (tally.fields[name] ?? 0) + (right.includes(name) ? 1 : 0);
  const isRight = right.length === names.length;
  tally.people++;
  if (isRight) tally.pairsRight++;
  if (names.some((name) => fields[name].doubtful)) return;
  tally.straightThrough++;
  if (!isRight) tally.straightThroughWrong++;
}

function summary({ people, own, strangers, ...tally }: Tally): Record<string, unknown> {
  const { acceptDistance, reviewDistance } = DEFAULT_KYC_POLICY;
  const bands = (distances: readonly number[]): Record<string, number> => ({
    accepted: distances.filter((distance) => distance <= acceptDistance).length,
    review: distances.filter((distance) => distance > acceptDistance && distance <= reviewDistance).length,
    beyond: distances.filter((distance) => distance > reviewDistance).length,
  });
  return {
    people,
    pairsRight: tally.pairsRight / people,
    straightThrough: tally.straightThrough / people,
    straightThroughWrong: tally.straightThroughWrong,
    fieldsRight: Object.fromEntries(Object.entries(tally.fields).map(([name, right]) => [name, right / people])),
    cpuSecondsPerPerson: tally.cpu / people,
    ownFace: bands(own),
    strangersFace: bands(strangers),
  };
}

async function close(reader: IdentityReaderPort, metrics: Record<string, unknown>): Promise<void> {
  metrics['rssMb'] = Math.round(process.memoryUsage().rss / 2 ** 20);
  await reader.close();
}

function failed(): never {
  throw new Error('the labelled data lacks a card');
}

void main();
