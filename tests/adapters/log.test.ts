import pino from 'pino';
import { createLogger } from '../../adapters/log/logger';
import { temporalLogger } from '../../adapters/log/temporal-logger';
import { encodings } from '../support/needles';
import { needleFinder } from '../support/needle-finder';

const PERSON = {
  name: '欧阳春晓',
  idNumber: '110199199003070010',
  phone: '13800138000',
  address: '广东省深圳市南山区科技园路一号',
  token: 'oneTimeLinkToken-8f2c',
};
const FINDER = needleFinder(Object.entries(PERSON).flatMap(([label, text]) => encodings(text, label)));

function captured(level: pino.Level = 'trace') {
  const lines: string[] = [];
  const log = createLogger({ name: 'test', level, stream: { write: (line: string) => void lines.push(line) } });
  return {
    log,
    raw: () => lines.join(''),
    lines: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>),
    people: () => Array.from(FINDER.kinds(Buffer.from(lines.join(''))), ({ label, kind }) => `${label} as ${kind}`),
  };
}

it('passes ids, states, counts and durations', () => {
  const { log, lines } = captured();
  const fields = {
    orderId: 'ord_7h2k0138001380',
    workflowId: 'order/ord_7h2k00000000/1',
    runId: '0199a3f0-13ab-7000-8000-138001380001',
    stage: 'verifying',
    reference: '7H2K0000000001S01',
    attempt: 3,
    durationMs: 12.5,
    duplicate: true,
    dueAt: '2026-03-02T01:02:03.004Z',
    blobKey: 'ab'.repeat(32),
  };

  log.info({ ...fields, orderId: 'ord_7h2k00000000' }, 'order received');

  expect(lines()).toEqual([
    {
      ...fields,
      orderId: 'ord_7h2k00000000',
      level: 'info',
      time: expect.stringMatching(/^\d{4}-/) as string,
      pid: process.pid,
      name: 'test',
      msg: 'order received',
    },
  ]);
});

it('drops fields nobody put on the list, at any depth and in child loggers', () => {
  const { log, lines, people } = captured();

  log
    .child({ holder: PERSON, orderId: 'ord_7h2k00000000' })
    .warn({ order: { holder: PERSON }, note: PERSON.name }, 'x');

  expect(people()).toEqual([]);
  expect(lines()[0]).toMatchObject({
    orderId: 'ord_7h2k00000000',
    holder: '[dropped]',
    order: '[dropped]',
    note: '[dropped]',
  });
});

it('drops a person under the name of a field that is on the list', () => {
  const { log, people } = captured();

  for (const value of Object.values(PERSON).filter((text) => text !== PERSON.token)) {
    log.info({ orderId: value, stage: value, attempt: value, dueAt: value, blobKey: value, ok: value, from: [value] });
  }
  log.info({ attempt: 13_800_138_000, code: 13_800_138_000, [PERSON.name]: 1, name: PERSON.name });

  expect(people()).toEqual([]);
});

it('scrubs texts, whoever wrote them and however they were escaped', () => {
  const { log, people, lines } = captured();
  const escaped = Array.from(PERSON.name, (one) => `\\u${one.charCodeAt(0).toString(16)}`).join('');

  log.info(`no contract for ${PERSON.name}, ${PERSON.idNumber}`);
  log.info('call %s at %s', PERSON.phone, PERSON.address);
  log.info(`138 0013 8000, 138-0013-8000, １３８００１３８０００, ${escaped}, ${encodeURIComponent(PERSON.name)}`);
  log.info({ msg: PERSON.name, time: PERSON.name, level: PERSON.name });
  const texts = lines().map(({ msg }) => msg);

  expect(people()).toEqual([]);
  expect(texts[0]).toBe('no contract for [han], [digits]');
  expect(texts[2]).toBe('[digits], [digits], [digits], [han], [han]');
});

it('keeps type, code and stack of an error, and none of its texts about people', () => {
  const { log, people, lines } = captured();
  const cause = Object.assign(new Error(`Key (phone)=(${PERSON.phone}) already exists`), {
    code: '23505',
    detail: `Key (name)=(${PERSON.name})`,
  });
  const error = Object.assign(new TypeError(`no carrier for ${PERSON.name}`, { cause }), { request: { body: PERSON } });

  log.error(error);
  log.error({ err: error, orderId: 'ord_7h2k00000000' }, 'submit failed');
  log.error({ error });
  const err = lines()[1]?.['err'] as Record<string, unknown>;

  expect(people()).toEqual([]);
  expect(err).toMatchObject({
    type: 'TypeError',
    message: 'no carrier for [han]',
    cause: { type: 'Error', code: '23505', message: 'Key (phone)=([digits]) already exists' },
  });
  expect(err['stack']).toMatch(/TypeError: no carrier for \[han\]\n {4}at .*log\.test\.ts:\d+/);
});

it('logs a request without its query, its headers and its sender', () => {
  const { log, people, lines, raw } = captured();
  const url = `/v1/orders?q=${encodeURIComponent(PERSON.name)}&phone=${PERSON.phone}`;

  log.info({ req: { method: 'GET', url, headers: { cookie: PERSON.token }, remoteAddress: '10.1.2.3' } }, 'incoming');
  log.info({ res: { statusCode: 200, headers: { location: url } }, responseTime: 1.25 }, 'completed');
  log.info({ url: `/phone/#t=${PERSON.token}` }, `sent http://127.0.0.1:22100/phone/#t=${PERSON.token} to them`);

  expect(people()).toEqual([]);
  expect(raw()).not.toContain('10.1.2.3');
  expect(lines()).toMatchObject([
    { req: { method: 'GET', url: '/v1/orders' } },
    { res: { statusCode: 200 }, responseTime: 1.25 },
    { url: '/phone/', msg: 'sent http://127.0.0.1:22100/phone/ to them' },
  ]);
});

it('takes what the Temporal SDK says about a failed activity', () => {
  const { log, people, lines } = captured();
  const meta = { workflowId: 'order/ord_7h2k00000000/1', activityType: 'openAtCarrier', timestampNanos: 12n };

  temporalLogger(log).warn('Activity failed', { ...meta, error: new RangeError(`no contract with ${PERSON.name}`) });

  expect(people()).toEqual([]);
  expect(lines()).toMatchObject([
    { level: 'warn', msg: 'Activity failed', activityType: meta.activityType, error: { type: 'RangeError' } },
  ]);
});

it('writes each line as JSON and nothing below its level', () => {
  const { log, lines } = captured('info');

  log.debug('not written');
  log.info({ weird: 1n, self: undefined, at: new Date('2026-03-02T00:00:00.000Z') }, 'written');

  expect(lines()).toMatchObject([{ msg: 'written', weird: '[dropped]', at: '2026-03-02T00:00:00.000Z' }]);
});

it('would be noticed if it did not redact: a plain logger shows every canary', () => {
  const lines: string[] = [];
  pino({}, { write: (line: string) => void lines.push(line) }).info({ ...PERSON });

  expect(FINDER.kinds(Buffer.from(lines.join(''))).size).toBe(Object.keys(PERSON).length);
});
