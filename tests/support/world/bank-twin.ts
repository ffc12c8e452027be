import type { BankPort, BankSilence } from '../../../domain/ports/bank';

export interface BankTwin extends BankPort {
  /** The reply to the next call of this command is lost, before or after it acted. */
  readonly lose: (command: 'transfer' | 'find', when: 'before' | 'after') => void;
  /** A definite no to the next transfer. */
  readonly refuse: (text: string) => void;
  /** Every call is lost before it acts while this is true. */
  silent: boolean;
  readonly calls: readonly { readonly command: string; readonly reference: string }[];
  readonly paid: () => readonly { readonly payee: string; readonly amountFen: number }[];
}

/** A bank that keeps its book: a reference pays once, a repeat is answered as the first time. */
export function bankTwin(): BankTwin {
  const book = new Map<string, { transferNo: string; payee: string; amountFen: number }>();
  const losses: { command: string; when: 'before' | 'after' }[] = [];
  const refusals: string[] = [];
  const calls: { command: string; reference: string }[] = [];
  const lost: BankSilence = { kind: 'unknown', why: 'the reply was lost' };

  async function call<Answer>(command: string, reference: string, act: () => Answer): Promise<Answer | BankSilence> {
    await Promise.resolve();
    calls.push({ command, reference });
    const at = losses.findIndex((loss) => loss.command === command);
    const loss = at < 0 ? null : losses.splice(at, 1)[0];
    if (twin.silent || loss?.when === 'before') return lost;
    const answer = act();
    return loss ? lost : answer;
  }

  const twin: BankTwin = {
    silent: false,
    calls,
    lose: (command, when) => losses.push({ command, when }),
    refuse: (text) => refusals.push(text),
    paid: () => [...book.values()].map(({ payee, amountFen }) => ({ payee, amountFen })),
    transfer: ({ reference, payee, amountFen }) =>
      call('transfer', reference, () => {
        const known = book.get(reference);
        if (known) {
          return known.payee === payee && known.amountFen === amountFen
            ? { kind: 'done' as const, transferNo: known.transferNo }
            : { kind: 'refused' as const, text: '流水号重复' };
        }
        const text = refusals.shift();
        if (text !== undefined) return { kind: 'refused' as const, text };
        const transferNo = `T${String(book.size + 1)}`;
        book.set(reference, { transferNo, payee, amountFen });
        return { kind: 'done' as const, transferNo };
      }),
    find: (reference) =>
      call('find', reference, () => {
        const known = book.get(reference);
        return known
          ? { kind: 'found' as const, transferNo: known.transferNo, amountFen: known.amountFen }
          : { kind: 'absent' as const };
      }),
  };
  return twin;
}
