import { randomBytes, randomUUID } from 'node:crypto';
import { Client, Connection, WorkflowFailedError } from '@temporalio/client';
import { defaultPayloadConverter, type DataConverter, type Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import {
  bundleWorkflowCode,
  DefaultLogger,
  NativeConnection,
  Runtime,
  Worker,
  type WorkflowBundle,
} from '@temporalio/worker';
import { dataConverter, encryptionCodec, failureConverterPath } from '../../../adapters/temporal/codec';
import { needleFinder } from '../../support/needle-finder';
import { encodings } from '../../support/needles';
import { temporalAddress } from '../../support/temporal';
import { canary, tell, told } from './canary.workflow';

const key = (id: string) => ({ id, keyBase64: randomBytes(32).toString('base64') });
const CANARY = '欧阳春晓 110199199003070010';
const FINDER = needleFinder(encodings(CANARY, 'canary'));
const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const bytesOf = (payloads: Payload[]): Buffer =>
  Buffer.concat(payloads.map((one) => temporal.api.common.v1.Payload.encode(one).finish()));

describe('the codec', () => {
  it('gives back every payload, metadata included', async () => {
    const codec = encryptionCodec([key('a')]);
    const payloads = [
      payload({ orderId: 'ord_7h2k00000000' }),
      payload(undefined),
      payload(randomBytes(40)),
      payload(''),
    ];

    const encoded = await codec.encode(payloads);
    const decoded = await codec.decode(encoded);

    expect(decoded.map((one) => defaultPayloadConverter.fromPayload(one))).toEqual(
      payloads.map((one) => defaultPayloadConverter.fromPayload(one)),
    );
  });

  it('shows nothing of what it carries, and never the same twice', async () => {
    const codec = encryptionCodec([key('a')]);

    const first = bytesOf(await codec.encode([payload(CANARY)]));
    const second = bytesOf(await codec.encode([payload(CANARY)]));

    expect(FINDER.kinds(bytesOf([payload(CANARY)])).size).toBeGreaterThan(0);
    expect(FINDER.kinds(first).size).toBe(0);
    expect(first.indexOf('json/plain')).toBe(-1);
    expect(first.equals(second)).toBe(false);
  });

  it('encrypts with the first key and opens what any listed key encrypted', async () => {
    const [old, current] = [key('2026-01'), key('2026-02')];
    const before = await encryptionCodec([old]).encode([payload('before')]);
    const rotated = encryptionCodec([current, old]);

    const decoded = await rotated.decode([...before, ...(await rotated.encode([payload('after')]))]);

    expect(decoded.map((one) => defaultPayloadConverter.fromPayload(one))).toEqual(['before', 'after']);
    await expect(encryptionCodec([old]).decode(await rotated.encode([payload('after')]))).rejects.toThrow(
      'no codec key',
    );
  });

  it('leaves alone what it did not encrypt, and refuses what was changed', async () => {
    const codec = encryptionCodec([key('a')]);
    const [encoded = {}] = await codec.encode([payload('text')]);
    const data = Buffer.from(encoded.data ?? []);
    data[20] = (data[20] ?? 0) ^ 1;

    expect(await codec.decode([payload('plain')])).toEqual([payload('plain')]);
    await expect(codec.decode([{ ...encoded, data }])).rejects.toThrow();
    await expect(codec.decode([{ ...encoded, data: data.subarray(0, 5) }])).rejects.toThrow('cut short');
  });

  it('does not start on keys that are missing, short or of one name', () => {
    expect(() => encryptionCodec([])).toThrow('distinct ids');
    expect(() => encryptionCodec([key('a'), key('a')])).toThrow('distinct ids');
    expect(() => encryptionCodec([{ id: 'a', keyBase64: 'c2hvcnQ=' }])).toThrow('32 bytes');
  });
});

describe('a history on a real server', () => {
  let bundle: WorkflowBundle;
  let connection: Connection;
  let workers: NativeConnection;

  beforeAll(async () => {
    const silent = new DefaultLogger('ERROR', () => undefined);
    Runtime.install({ logger: silent });
    bundle = await bundleWorkflowCode({
      workflowsPath: require.resolve('./canary.workflow'),
      failureConverterPath: failureConverterPath(),
      logger: silent,
    });
    connection = await Connection.connect({ address: temporalAddress() });
    workers = await NativeConnection.connect({ address: temporalAddress() });
  }, 60_000);

  afterAll(async () => {
    await connection.close();
    await workers.close();
  });

  /** Runs the canary to its failing end and returns the failure and the raw bytes of its history. */
  async function run(converter: DataConverter): Promise<{ failure: unknown; heard: string; history: Buffer }> {
    const taskQueue = `codec-${randomUUID()}`;
    const client = new Client({ connection, dataConverter: converter });
    const worker = await Worker.create({
      connection: workers,
      taskQueue,
      workflowBundle: bundle,
      dataConverter: converter,
      activities: {
        echo: (text: string) => Promise.resolve(text),
        refuse: (text: string) => Promise.reject(new Error(`no contract with ${text}`)),
      },
    });
    return worker.runUntil(async () => {
      const handle = await client.workflow.start(canary, {
        taskQueue,
        workflowId: taskQueue,
        args: [CANARY],
        memo: { note: CANARY },
      });
      await handle.signal(tell, CANARY);
      const failure = await handle.result().catch((error: unknown) => error);
      const heard = await handle.query(told);
      const { history } = await connection.workflowService.getWorkflowExecutionHistory({
        namespace: 'default',
        execution: { workflowId: handle.workflowId },
      });
      return { failure, heard, history: Buffer.from(temporal.api.history.v1.History.encode(history ?? {}).finish()) };
    });
  }

  it('holds no canary in inputs, results, signals, memo, failure messages, details and stacks', async () => {
    const { failure, heard, history } = await run(dataConverter([key('a')]));

    expect(history.length).toBeGreaterThan(1_000);
    expect(FINDER.kinds(history).size).toBe(0);
    expect(history.indexOf('cannot serve')).toBe(-1);
    expect(history.indexOf('no contract')).toBe(-1);
    expect(history.indexOf('Encoded failure')).toBeGreaterThan(0);

    expect(heard).toBe(CANARY);
    expect(failure).toBeInstanceOf(WorkflowFailedError);
    expect((failure as WorkflowFailedError).cause).toMatchObject({
      message: `cannot serve ${CANARY}`,
      details: [CANARY],
      cause: { cause: { message: `no contract with ${CANARY}` } },
    });
  }, 60_000);

  it('would be noticed without the codec: the same search finds it', async () => {
    const { history } = await run({ failureConverterPath: failureConverterPath() });

    expect(FINDER.kinds(history).size).toBeGreaterThan(0);
  }, 60_000);
});
