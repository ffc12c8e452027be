import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { transformFileSync } from '@swc/core';
import { identityReader, type IdentityReaderOptions } from '../../adapters/identity-reader/identity-reader';
import { day } from '../../domain/brand';
import type { IdentityReadRequest } from '../../domain/ports/identity-check';
import { renderImages } from '../../sandbox/people/images';
import { drawPerson } from '../../sandbox/people/person';
import { modelsFolder, ROOT_FOLDER } from './models';

jest.setTimeout(120_000);

let folder: string;

/** Worker threads start from JavaScript only: the sources as the build would leave them, in a folder of their own. */
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cardflow-threads-'));
  for (const source of ['domain', 'adapters/identity-reader']) transpile(source);
  symlinkSync(path.join(ROOT_FOLDER, 'node_modules'), path.join(folder, 'node_modules'));
  cpSync(path.join(ROOT_FOLDER, 'package.json'), path.join(folder, 'package.json'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function transpile(source: string): void {
  for (const entry of readdirSync(path.join(ROOT_FOLDER, source), { withFileTypes: true })) {
    const file = path.join(source, entry.name);
    if (entry.isDirectory()) transpile(file);
    else if (entry.name.endsWith('.ts')) {
      const { code } = transformFileSync(path.join(ROOT_FOLDER, file), {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'commonjs' },
      });
      mkdirSync(path.join(folder, source), { recursive: true });
      writeFileSync(path.join(folder, file.replace(/\.ts$/, '.js')), code);
    }
  }
}

/** A thread that does what its scripted first reading says, and answers every later one at once. */
function scriptedThread(name: string, firstReading: string): string {
  const file = path.join(folder, `${name}.js`);
  writeFileSync(
    file,
    `const { parentPort } = require('node:worker_threads'); const { existsSync, writeFileSync } = require('node:fs');
     const before = ${JSON.stringify(`${file}.before`)};
     parentPort.on('message', ({ kind, job }) => {
       if (kind === 'cancel') return parentPort.postMessage({ kind: 'cancelled', job });
       const say = (message) => parentPort.postMessage({ job, ...message });
       if (existsSync(before)) return say({ kind: 'done', reading: { versions: { reader: 'second' } } });
       writeFileSync(before, '');
       ${firstReading}
     });
     parentPort.postMessage({ kind: 'ready' });`,
  );
  return file;
}

const nothing: IdentityReadRequest = {
  images: { front: new Uint8Array(), back: new Uint8Array(), selfie: new Uint8Array() },
  declared: {},
  typed: {},
  asOf: day('2026-03-10'),
};

const pool = (threadFile: string, more: Partial<IdentityReaderOptions> = {}): ReturnType<typeof identityReader> =>
  identityReader({ modelsDir: modelsFolder(), threads: 1, threadFile, ...more });

describe('the pool of reading threads', () => {
  it('reads a person in a real thread and reports the stages', async () => {
    const person = drawPerson({ seed: 'pool', kind: 'ordinary', face: 4, businessDay: '2026-03-10' });
    const images = await renderImages(person, { severity: 'mild' });
    const reader = pool(path.join(folder, 'adapters/identity-reader/thread.js'));
    const stages: string[] = [];

    const reading = await reader.read({ ...nothing, images }, (stage) => stages.push(stage));
    await reader.close();

    expect(reading.fields.idNumber.value).toBe(person.idNumber);
    expect(reading.faceDistance).toBeLessThan(0.45);
    expect(stages).toEqual(['front', 'back', 'portrait', 'selfie', 'declared']);
  });

  it.each([
    ['dies', 'process.exit(1);', 'a thread of the identity reader ended'],
    ['throws', "throw new Error('out of memory');", 'a thread of the identity reader ended'],
    ['hangs', 'for (;;);', 'hung'],
    ['fails', "say({ kind: 'failed', message: 'no such tensor' });", 'no such tensor'],
  ])(
    'rejects the job of a thread that %s, and reads the next one in a fresh thread',
    async (what, firstReading, message) => {
      const reader = pool(scriptedThread(what, firstReading), { limitMs: 3_000 });

      await expect(reader.read(nothing)).rejects.toThrow(message);
      await expect(reader.read(nothing)).resolves.toMatchObject({ versions: { reader: 'second' } });
      await reader.close();
    },
  );

  it('starts every thread with the warm-up, and none again for the jobs that follow', async () => {
    const threadFile = path.join(folder, 'warm.js');
    const started = path.join(folder, 'warm.started');
    writeFileSync(
      threadFile,
      `const { parentPort } = require('node:worker_threads');
       require('node:fs').appendFileSync(${JSON.stringify(started)}, 'x');
       parentPort.on('message', ({ job }) => parentPort.postMessage({ kind: 'done', job, reading: {} }));
       parentPort.postMessage({ kind: 'ready' });`,
    );
    const starts = (): number => (existsSync(started) ? readFileSync(started, 'utf8').length : 0);
    const reader = pool(threadFile, { threads: 3 });

    reader.warmUp();
    while (starts() < 3) await setTimeout(20);
    reader.warmUp();
    await Promise.all(Array.from({ length: 6 }, () => reader.read(nothing)));
    await reader.close();

    expect(starts()).toBe(3);
  });

  it('serves waiting jobs in order with one thread, and forgets one that is cancelled', async () => {
    const reader = pool(scriptedThread('order', "say({ kind: 'done', reading: { versions: { reader: 'first' } } });"));
    const cancel = new AbortController();

    const first = reader.read(nothing);
    const cancelled = reader.read(nothing, undefined, cancel.signal);
    const last = reader.read(nothing);
    cancel.abort(new Error('no longer wanted'));

    await expect(cancelled).rejects.toThrow('no longer wanted');
    expect((await first).versions).toEqual({ reader: 'first' });
    expect((await last).versions).toEqual({ reader: 'second' });
    await reader.close();
  });

  it('frees the thread of a running job that is cancelled', async () => {
    const reader = pool(scriptedThread('cancel', "say({ kind: 'stage', stage: 'front' });"));
    const cancel = new AbortController();
    const onStage = (): void => {
      cancel.abort(new Error('no longer wanted'));
    };

    await expect(reader.read(nothing, onStage, cancel.signal)).rejects.toThrow('no longer wanted');
    await expect(reader.read(nothing)).resolves.toMatchObject({ versions: { reader: 'second' } });
    await reader.close();
  });

  it('says what is wrong where the models are missing, to each caller', async () => {
    const threadFile = path.join(folder, 'adapters/identity-reader/thread.js');
    const reader = identityReader({ modelsDir: path.join(folder, 'nowhere'), threads: 1, threadFile });

    const both = await Promise.allSettled([reader.read(nothing), reader.read(nothing)]);
    await reader.close();

    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('rejects what is waiting when it is closed', async () => {
    const reader = pool(scriptedThread('close', ''));
    const waiting = [reader.read(nothing), reader.read(nothing)];
    const settled = Promise.allSettled(waiting);
    await reader.close();

    expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(reader.read(nothing)).rejects.toThrow('closed');
  });
});
