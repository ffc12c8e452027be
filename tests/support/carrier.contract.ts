import type { Msisdn } from '../../domain/brand';
import { type CarrierVerdict, refusalCode } from '../../domain/carrier-words';
import type { CarrierPort } from '../../domain/ports/carrier';
import type { TamperedWire } from './tampered-wire';

export interface CarrierUnderTest {
  readonly carrier: CarrierPort;
  /** The same adapter with a secret that the carrier does not know. */
  readonly stranger: CarrierPort;
  readonly wire: TamperedWire;
  readonly planCode: string;
  readonly verdict: (word: unknown) => CarrierVerdict;
  /** References of the orders in the carrier's own book. */
  readonly booked: () => Promise<readonly string[]>;
  /** Lets the carrier work through what it took. */
  readonly work: () => Promise<void>;
}

const HOLDER = { name: '王小明', idNumber: '11010519491231002X', phone: '19200000001' };

/** What every carrier's adapter promises, asked over its own wire. */
export function carrierContract(open: () => CarrierUnderTest): void {
  const fetchNumbers = async (count: number): Promise<readonly Msisdn[]> => {
    const { carrier, planCode } = open();
    const batch = await carrier.numbers({ reference: 'B1', planCode, city: '0755', count });
    if (batch.kind !== 'done') throw new Error(`no numbers: ${JSON.stringify(batch)}`);
    return batch.numbers;
  };
  const occupying = (reference: string, number: Msisdn) => ({
    reference,
    number,
    planCode: open().planCode,
    minutes: 30,
  });
  const submission = (number: Msisdn) => ({
    reference: 'S1',
    occupyReference: 'O1',
    number,
    planCode: open().planCode,
    firstMonthFen: 2900,
    holder: HOLDER,
  });
  const occupied = async (): Promise<Msisdn> => {
    const [number] = await fetchNumbers(1);
    if (number === undefined) throw new Error('no number came');
    expect(await open().carrier.occupy(occupying('O1', number))).toEqual({ kind: 'done' });
    return number;
  };
  const wordOf = async (reference: string): Promise<CarrierVerdict> => {
    const said = await open().carrier.query(reference);
    if (said.kind !== 'found') throw new Error(`not found: ${JSON.stringify(said)}`);
    return open().verdict(said.order.word);
  };

  it('brings a batch once a reference', async () => {
    const numbers = await fetchNumbers(3);

    expect(numbers).toHaveLength(3);
    expect(await fetchNumbers(3)).toEqual(numbers);
  });

  it('keeps a number for one reference until that gives it back', async () => {
    const number = await occupied();
    const { carrier } = open();

    expect(await carrier.occupy(occupying('O1', number))).toEqual({ kind: 'done' });
    const no = await carrier.occupy(occupying('O2', number));
    expect(no.kind).toBe('refused');
    expect(no.kind === 'refused' && refusalCode(no.text)).toBe('CR_NUMBER_TAKEN');
    expect(await carrier.release({ reference: 'O1', number })).toEqual({ kind: 'done' });
    expect(await carrier.release({ reference: 'O1', number })).toEqual({ kind: 'done' });
    expect(await carrier.occupy(occupying('O2', number))).toEqual({ kind: 'done' });
  });

  it('opens one card however often it is told, and says so in a word of ours', async () => {
    const number = await occupied();
    const { carrier, booked, work } = open();
    expect(await carrier.query('S1')).toEqual({ kind: 'absent' });

    const first = await carrier.submit(submission(number));
    expect(first.kind).toBe('done');
    expect(await carrier.submit(submission(number))).toEqual(first);
    expect(await booked()).toEqual(['S1']);
    expect(await wordOf('S1')).toBe('processing');
    await work();

    expect(await wordOf('S1')).toBe('opened');
    expect(await carrier.query('S1')).toMatchObject({
      kind: 'found',
      order: { carrierOrderNo: first.kind === 'done' && first.carrierOrderNo, number, activatedAt: null },
    });
  });

  it('withdraws an order, once and again', async () => {
    const number = await occupied();
    const { carrier } = open();
    await carrier.submit(submission(number));

    expect(await carrier.cancel('S1')).toEqual({ kind: 'done' });
    expect(await carrier.cancel('S1')).toEqual({ kind: 'done' });
    expect(await wordOf('S1')).toBe('cancelled');
  });

  it('does not know what became of a lost answer, and finds the order by its reference', async () => {
    const number = await occupied();
    const { carrier, wire, booked } = open();
    wire.tamper({ kind: 'lost' });

    expect((await carrier.submit(submission(number))).kind).toBe('unknown');

    expect((await carrier.query('S1')).kind).toBe('found');
    expect((await carrier.submit(submission(number))).kind).toBe('done');
    expect(await booked()).toEqual(['S1']);
  });

  it.each([
    ['nothing in time', { kind: 'silent' }],
    ['an error of the server', { kind: 'replaced', status: 503, body: '{"code":"1","message":"x","ret":1}' }],
    ['a page instead of JSON', { kind: 'replaced', status: 200, body: '<html>502</html>' }],
    ['JSON of another form', { kind: 'replaced', status: 200, body: '[1]' }],
  ] as const)('takes %s for no answer, whatever it asked', async (_what, tampering) => {
    const number = '13900000001' as Msisdn;
    const { carrier, wire, planCode } = open();
    const questions: readonly (() => Promise<{ kind: string }>)[] = [
      () => carrier.numbers({ reference: 'B9', planCode, city: '0755', count: 1 }),
      () => carrier.occupy(occupying('O9', number)),
      () => carrier.release({ reference: 'O9', number }),
      () => carrier.submit(submission(number)),
      () => carrier.query('S9'),
      () => carrier.cancel('S9'),
    ];
    const kinds: string[] = [];
    for (const ask of questions) {
      wire.tamper(tampering);
      kinds.push((await ask()).kind);
    }

    expect(kinds).toEqual(questions.map(() => 'unknown'));
  });

  it('takes a refused signature for no answer: it says nothing about the order', async () => {
    const number = await occupied();
    const { stranger } = open();

    expect((await stranger.query('S1')).kind).toBe('unknown');
    expect((await stranger.submit(submission(number))).kind).toBe('unknown');
    expect((await stranger.cancel('S1')).kind).toBe('unknown');
  });
}
