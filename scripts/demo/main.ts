// The stories of the demo, run against a product that was started for them. Knows run.json, public HTTP, the partners'
// HTTP and log-ins, nothing else.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type BookResult, compareBooks, plantEverywhere, type PlantedLie } from './books';
import { ledgerBook } from './ledger';
import { dice } from './dice';
import { STORIES } from './stories';
import type { Story } from './story';
import { Caravan, setClocks, untilQuiet } from './travel';
import { expectStatus, openWorld, type World } from './world';

interface Told {
  readonly name: string;
  readonly drawn: Record<string, unknown>;
  readonly expected: string;
  readonly actual: string;
  readonly ok: boolean;
  readonly seconds: number;
}

async function tell(world: World, story: Story, seed: number): Promise<Told> {
  const started = performance.now();
  const seconds = (): number => Math.round((performance.now() - started) / 100) / 10;
  const thrown = dice(seed, story.name);
  const said = await story.tell(world, thrown).catch((error: unknown) => ({
    expected: 'to be told to its end',
    actual: error instanceof Error ? error.message : 'failed',
  }));
  const drawn = { ...thrown.drawn, ...(await delaysOf(world, thrown.people)) };
  return { name: story.name, drawn, ...said, ok: said.expected === said.actual, seconds: seconds() };
}

/** How long the partners and these people took, as the sandbox drew it from the same seed. */
async function delaysOf(world: World, people: readonly string[]): Promise<Record<string, unknown>> {
  const said = await Promise.all(
    people.map(async (personId) => {
      const answer = await world.call<Record<string, number>>(`${world.sandbox}/people/${personId}/delays`);
      return [personId, expectStatus(answer, 200, 'delays')] as const;
    }),
  );
  return said.length === 0 ? {} : { delaysMs: Object.fromEntries(said) };
}

/** The long ones begin together and share the same weeks; each is said as it ends. */
async function tellSideBySide(world: World, stories: readonly Story[], seed: number): Promise<Told[]> {
  const caravan = new Caravan(world, stories.length);
  return Promise.all(
    stories.map(async (story) => {
      const told = await tell({ ...world, caravan }, story, seed);
      caravan.leave();
      return say(told);
    }),
  );
}

function say(story: Told): Told {
  const mark = story.ok ? '✓' : '✗';
  process.stdout.write(
    `${mark} ${story.name} (${String(story.seconds)} s)${story.ok ? '' : `\n    expected: ${story.expected}\n    actual:   ${story.actual}`}\n`,
  );
  return story;
}

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    options: {
      report: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true },
    },
  });
  // Whoever started the sandbox has told it the same.
  if (values.seed === undefined) throw new Error('--seed names no seed');
  const seed = Number(values.seed);
  const runFile = process.env['CARDFLOW_RUN_FILE'];
  if (!runFile) throw new Error('CARDFLOW_RUN_FILE names no running product');
  const order = dice(seed, 'order of things');
  process.stdout.write(`seed ${String(seed)}\n`);

  // The calendar of holidays is loaded for 2026: the demo begins in March of that year.
  const day = `2026-03-${String(order.between('beginsOnDay', 2, 27)).padStart(2, '0')}`;
  const world = { ...openWorld(runFile), peopleOf: day };
  await setClocks(world, `${day}T0${String(order.between('beginsAtHour', 1, 9))}:30:00.000Z`);
  const slowest = order.between('slowestCarrierSeconds', 4, 40) * 1_000;
  // The order of things is the order of the report's rows.
  const ofAll = { ...order.drawn };
  await world.call(`${world.sandbox}/control/carrier-delay`, { delayMs: [1_000, slowest] });

  const only = values.only;
  const chosen = order
    .shuffled('stories', STORIES)
    .filter((s) => only === undefined || only.some((part) => s.name.includes(part)));
  const told: Told[] = [];
  for (const story of chosen.filter((s) => s.isLong !== true)) told.push(say(await tell(world, story, seed)));
  told.push(
    ...(await tellSideBySide(
      world,
      chosen.filter((s) => s.isLong === true),
      seed,
    )),
  );
  const stories = told.map((one) => ({ ...one, drawn: { ...ofAll, ...one.drawn } }));

  // Written before the books are read too: what was told is not lost where a book cannot be read.
  const report = (found: Record<string, unknown>): void => {
    if (values.report) writeFileSync(values.report, `${JSON.stringify({ seed, stories, ...found }, null, 2)}\n`);
  };
  report({ books: [] });
  const books = await allBooks(world, only === undefined);
  const planted = await lieEverywhere(world);
  report({ books, planted });

  const failed =
    stories.filter((s) => !s.ok).length +
    books.filter((b) => b.differences.length > 0).length +
    planted.filter(({ found }) => !found).length;
  process.stdout.write(`${String(stories.length)} stories, ${String(failed)} troubles\n`);
  return failed === 0;
}

/** Every lie in every book, one after the other. */
async function lieEverywhere(world: World): Promise<readonly PlantedLie[]> {
  const planted = await plantEverywhere(world);
  for (const { partner, kind, found } of planted)
    process.stdout.write(`${found ? '✓' : '✗'} a difference planted in the book of ${partner} (${kind}) is found\n`);
  return planted;
}

/** Every book once all is quiet. Books without a row prove nothing, so a whole run must have filled each. */
async function allBooks(world: World, needRows: boolean): Promise<readonly BookResult[]> {
  await untilQuiet(world);
  const books = [...(await compareBooks(world)), await ledgerBook(world)].map((book) =>
    needRows && book.rows === 0 ? { ...book, differences: [...book.differences, 'the book is empty'] } : book,
  );
  for (const { partner, rows, differences } of books) {
    const equal = differences.length === 0;
    process.stdout.write(
      `${equal ? '✓' : '✗'} books: ${partner}, ${String(rows)} rows${equal ? ' equal' : `\n    ${differences.join('\n    ')}`}\n`,
    );
  }
  return books;
}

main().then(
  (ok) => process.exit(ok ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : 'the demo failed'}\n`);
    process.exit(1);
  },
);
