/** Whole fen; made by `fen`, which refuses fractions and what a number cannot hold exactly. */
export type Fen = number & { readonly __brand: 'Fen' };

export function fen(amount: number): Fen {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`fen must be a safe integer, got ${amount}`);
  return amount as Fen;
}

/**
 * Shares of a total by whole weights. Each share is rounded half up once; what rounding leaves over or takes too much
 * goes to the first share, so the shares always add up to the total. Weights are not negative and not all zero.
 */
export function splitFen(total: Fen, weights: readonly number[]): readonly Fen[] {
  if (weights.length === 0 || weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0)) {
    throw new RangeError('weights are whole numbers from 0 on');
  }
  const sum = weights.reduce((all, weight) => all + weight, 0);
  if (sum === 0) throw new RangeError('one weight at least is above 0');
  const others = weights.slice(1).map((weight) => proRata(total, weight, sum));
  return [fen(total - others.reduce((all, share) => all + share, 0)), ...others];
}

/** `amount × part / whole`, rounded half up (away from zero); `whole` is above 0. */
export function proRata(amount: Fen, part: number, whole: number): Fen {
  if (!Number.isSafeInteger(part) || !Number.isSafeInteger(whole) || whole <= 0) {
    throw new RangeError('part and whole are whole numbers, whole is above 0');
  }
  return halfUp(BigInt(amount) * BigInt(part), BigInt(whole));
}

function halfUp(numerator: bigint, denominator: bigint): Fen {
  const size = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * size + denominator) / (2n * denominator);
  return fen(Number(numerator < 0n ? -rounded : rounded));
}

/**
 * What an account stands for. `cost` is what commissions cost us, `accrued` what an agent will get if all goes well,
 * `payable` what an agent is owed by a statement, `bank` what left our account there.
 */
export const ACCOUNT_KINDS = ['cost', 'accrued', 'payable', 'bank'] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** Moves of the ledger; each is booked once for its subject. */
export const TRANSFER_KINDS = ['accrue', 'settle', 'refuse', 'claw-back', 'pay', 'set-aside', 'settle-again'] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** One line of a transfer: above 0 into the account, below 0 out of it. */
export interface Entry {
  readonly account: AccountKind;
  /** Whose account; null for our own two, `cost` and `bank`. */
  readonly agent: string | null;
  readonly amountFen: Fen;
}

const negative = (amount: Fen): Fen => fen(0 - amount);

/** Commission earned: one header and its lines. */
export const accrueEntries = (lines: readonly { readonly agent: string; readonly amountFen: Fen }[]): Entry[] => [
  { account: 'cost', agent: null, amountFen: fen(lines.reduce((sum, line) => sum - line.amountFen, 0)) },
  ...lines.map(({ agent, amountFen }): Entry => ({ account: 'accrued', agent, amountFen })),
];

/** What was earned and will not be paid goes back to where it came from. */
export const reverseEntries = (from: 'accrued' | 'payable', agent: string, amountFen: Fen): Entry[] => [
  { account: from, agent, amountFen: negative(amountFen) },
  { account: 'cost', agent: null, amountFen },
];

/** What was on a statement waits again: the agent is not owed it now, and may be later. */
export const setAsideEntries = (agent: string, amountFen: Fen): Entry[] => [
  { account: 'payable', agent, amountFen: negative(amountFen) },
  { account: 'accrued', agent, amountFen },
];

/** The bank paid what the statements said. */
export const payEntries = (agent: string, amountFen: Fen): Entry[] => [
  { account: 'payable', agent, amountFen: negative(amountFen) },
  { account: 'bank', agent: null, amountFen },
];

export const sumsToZero = (entries: readonly Entry[]): boolean =>
  entries.reduce((sum, entry) => sum + BigInt(entry.amountFen), 0n) === 0n;
