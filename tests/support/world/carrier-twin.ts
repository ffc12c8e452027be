import type { Instant, Msisdn } from '../../../domain/brand';
import type { CarrierOrder, CarrierPort, CarrierSilence } from '../../../domain/ports/carrier';

export type CarrierCommand = 'occupy' | 'release' | 'submit' | 'query' | 'cancel' | 'numbers';

/** `before`: nothing happened. `after`: it happened, and the reply is lost. */
export type LostWhen = 'before' | 'after';

interface Entry {
  readonly carrierOrderNo: string;
  readonly number: Msisdn;
  word: string;
  text: string | null;
  activatedAt: Instant | null;
}

const ACTIVE = new Set(['已激活', '已停机', '已销户']);
const OPENED = new Set(['已开户', ...ACTIVE]);

export interface CarrierTwin extends CarrierPort {
  /** The reply to the nth call (from 1) of a command is lost; `times` in a row. */
  readonly lose: (command: CarrierCommand, when: LostWhen, nth?: number, times?: number) => void;
  /** A definite no to the next calls of a command, with the carrier's own words. */
  readonly refuse: (command: 'occupy' | 'submit' | 'cancel', text: string, times?: number) => void;
  /** When an order went active, as a query says it. */
  activatedAt: Instant | null;
  /** Every call is lost before it acts while this is true. */
  silent: boolean;
  /** Called once an order was newly taken; a twin that "activates at once" moves it here. */
  onSubmit: ((reference: string) => void) | null;
  readonly move: (reference: string, word: string, text?: string) => void;
  /** Active since the moment given. */
  readonly activate: (reference: string, at: Instant) => void;
  readonly calls: readonly { readonly command: CarrierCommand; readonly reference: string }[];
  /** Orders that stand: neither refused nor withdrawn. */
  readonly standing: () => readonly { readonly reference: string; readonly number: string; readonly word: string }[];
  /** Numbers that are occupied and belong to no standing order, and standing orders that are not active. */
  readonly leftovers: () => readonly string[];
}

/**
 * A carrier that keeps books and obeys the port's promises: every command is idempotent by reference. It can lose its
 * reply before or after it acted, refuse, and be away.
 */
export function carrierTwin(): CarrierTwin {
  const occupied = new Map<string, Msisdn>();
  const orders = new Map<string, Entry>();
  const batches = new Map<string, readonly Msisdn[]>();
  const losses: { command: CarrierCommand; when: LostWhen; from: number; to: number }[] = [];
  const refusals: { command: CarrierCommand; text: string; left: number }[] = [];
  const calls: { command: CarrierCommand; reference: string }[] = [];
  let nextNumber = 13_900_000_000;

  const lost: CarrierSilence = { kind: 'unknown', why: 'the reply was lost' };

  /** Books the call, loses it as told, else answers with what `act` did. */
  async function call<Answer>(
    command: CarrierCommand,
    reference: string,
    act: () => Answer,
  ): Promise<Answer | CarrierSilence> {
    await Promise.resolve();
    calls.push({ command, reference });
    const nth = calls.filter((one) => one.command === command).length;
    const loss = losses.find((one) => one.command === command && one.from <= nth && nth <= one.to);
    if (twin.silent || loss?.when === 'before') return lost;
    const answer = act();
    return loss ? lost : answer;
  }

  function refusalOf(command: CarrierCommand): { kind: 'refused'; text: string } | null {
    const refusal = refusals.find((one) => one.command === command && one.left > 0);
    if (!refusal) return null;
    refusal.left -= 1;
    return { kind: 'refused', text: refusal.text };
  }

  const view = (entry: Entry): CarrierOrder => ({
    carrierOrderNo: entry.carrierOrderNo,
    word: entry.word,
    text: entry.text,
    number: entry.number,
    iccid: OPENED.has(entry.word) ? `8986${entry.number.padStart(16, '0')}` : null,
    activatedAt: ACTIVE.has(entry.word) ? (entry.activatedAt ?? twin.activatedAt) : null,
    activation: ACTIVE.has(entry.word) ? { personMatches: true, province: '广东省', city: '深圳市' } : null,
  });

  const stands = ({ word }: Entry): boolean => word !== '已拒绝' && word !== '已撤单';

  const twin: CarrierTwin = {
    activatedAt: null,
    silent: false,
    onSubmit: null,
    calls,
    lose: (command, when, nth = 1, times = 1) => losses.push({ command, when, from: nth, to: nth + times - 1 }),
    refuse: (command, text, times = 1) => refusals.push({ command, text, left: times }),
    move(reference, word, text) {
      const entry = orders.get(reference);
      if (!entry) throw new Error(`the carrier has no order ${reference}`);
      entry.word = word;
      entry.text = text ?? null;
    },
    activate(reference, at) {
      const entry = orders.get(reference);
      if (!entry) throw new Error(`the carrier has no order ${reference}`);
      entry.word = '已激活';
      entry.activatedAt = at;
    },
    standing: () =>
      [...orders].flatMap(([reference, entry]) =>
        stands(entry) ? [{ reference, number: entry.number, word: entry.word }] : [],
      ),
    leftovers() {
      const owned = new Set(twin.standing().map((order) => order.number));
      return [
        ...[...occupied].filter(([, number]) => !owned.has(number)).map(([, number]) => `occupied ${number}`),
        ...twin.standing().flatMap((o) => (o.word === '已激活' ? [] : [`order ${o.reference} ${o.word}`])),
      ];
    },
    occupy: ({ reference, number }) =>
      call('occupy', reference, () => {
        if (occupied.get(reference) === number) return { kind: 'done' as const };
        const refusal = refusalOf('occupy');
        if (refusal) return refusal;
        if ([...occupied.values()].includes(number))
          return { kind: 'refused' as const, text: '号码已被占用,请重新选择' };
        occupied.set(reference, number);
        return { kind: 'done' as const };
      }),
    release: ({ reference, number }) =>
      call('release', reference, () => {
        if (occupied.get(reference) === number) occupied.delete(reference);
        return { kind: 'done' as const };
      }),
    submit: ({ reference, occupyReference, number }) =>
      call('submit', reference, () => {
        const known = orders.get(reference);
        if (known) return { kind: 'done' as const, carrierOrderNo: known.carrierOrderNo };
        const refusal = refusalOf('submit');
        if (refusal) return refusal;
        if (occupied.get(occupyReference) !== number) return { kind: 'refused' as const, text: '号码不存在' };
        const carrierOrderNo = `XL${String(orders.size + 1).padStart(8, '0')}`;
        orders.set(reference, { carrierOrderNo, number, word: '处理中', text: null, activatedAt: null });
        twin.onSubmit?.(reference);
        return { kind: 'done' as const, carrierOrderNo };
      }),
    query: (reference) =>
      call('query', reference, () => {
        const entry = orders.get(reference);
        return entry ? { kind: 'found' as const, order: view(entry) } : { kind: 'absent' as const };
      }),
    cancel: (reference) =>
      call('cancel', reference, () => {
        const refusal = refusalOf('cancel');
        if (refusal) return refusal;
        const entry = orders.get(reference);
        if (entry) entry.word = '已撤单';
        return { kind: 'done' as const };
      }),
    numbers: ({ reference, count }) =>
      call('numbers', reference, () => {
        const known = batches.get(reference);
        const numbers = known ?? Array.from({ length: count }, () => String(nextNumber++) as Msisdn);
        batches.set(reference, numbers);
        return { kind: 'done' as const, batchNo: `B${reference}`, numbers };
      }),
  };
  return twin;
}
