import { Book } from '../book';

export type Partner = 'carrier' | 'courier' | 'sms' | 'authority' | 'bank';
export const PARTNERS: readonly Partner[] = ['carrier', 'courier', 'sms', 'authority', 'bank'];

/**
 * What goes wrong.
 * - `timeout-before`: nothing is done, no answer comes.
 * - `timeout-after-acting`: it is done and booked, no answer comes.
 * - `down`: 503 at once, nothing is done.
 * - `refuse`: refused with `text`; with command `process` the carrier accepts and refuses later by callback.
 * - `code`: the authority answers `code`.
 * - `hold`: the answer is kept back until released; `act` says whether it is done before or after the release.
 * - `answer-twice` (the courier: five times), `answer-late` (by `delayMs` of business time), `out-of-order`: about the
 *   carrier's callbacks and the courier's pushes.
 */
export type Effect =
  | 'timeout-before'
  | 'timeout-after-acting'
  | 'down'
  | 'refuse'
  | 'code'
  | 'hold'
  | 'answer-twice'
  | 'answer-late'
  | 'out-of-order';

/** Facts of a call that a rule may ask for; a fact the call does not have matches no rule that asks for it. */
export interface CallFacts {
  readonly command: string;
  /** Which carrier is asked, by its code. */
  readonly carrier?: string | undefined;
  readonly reference?: string | undefined;
  readonly number?: string | undefined;
  readonly planCode?: string | undefined;
  readonly idNumber?: string | undefined;
  readonly phone?: string | undefined;
  readonly payee?: string | undefined;
}

export interface FaultRule {
  readonly id: string;
  readonly partner: Partner;
  readonly match: Partial<CallFacts>;
  readonly effect: Effect;
  readonly text?: string;
  readonly code?: string;
  readonly delayMs?: number;
  readonly act?: 'before' | 'after';
  /** How many calls it spoils; 1 unless told. */
  readonly times: number;
  /** The first matching call it spoils; 1 unless told. */
  readonly nth: number;
}

type FaultRow =
  | { readonly t: 'added'; readonly rule: FaultRule }
  | { readonly t: 'met'; readonly id: string }
  | { readonly t: 'cleared' };

/** Planned faults. A meeting of rule and call is booked before it has an effect, so a restart never repeats it. */
export class Faults {
  private rules: { readonly rule: FaultRule; met: number }[] = [];
  private added = 0;
  /** Rules that have had every effect they could have. */
  readonly spent: string[] = [];

  private constructor(private readonly book: Book<FaultRow>) {
    for (const row of book.rows) this.apply(row);
  }

  static async open(path: string): Promise<Faults> {
    return new Faults(await Book.open<FaultRow>(path));
  }

  async add(plan: Omit<FaultRule, 'id' | 'times' | 'nth'> & { times?: number; nth?: number }): Promise<FaultRule> {
    const rule = { ...plan, id: `fault-${String(this.added + 1)}`, times: plan.times ?? 1, nth: plan.nth ?? 1 };
    await this.write({ t: 'added', rule });
    return rule;
  }

  async clear(): Promise<void> {
    await this.write({ t: 'cleared' });
  }

  /** Rules that can still have an effect. */
  list(): readonly (FaultRule & { readonly met: number })[] {
    return this.rules.map(({ rule, met }) => ({ ...rule, met }));
  }

  /** The first rule for this call whose effect is one of these; the meeting counts at once. */
  async take(partner: Partner, effects: readonly Effect[], facts: CallFacts): Promise<FaultRule | undefined> {
    const fitting = this.rules.filter(
      ({ rule }) => rule.partner === partner && effects.includes(rule.effect) && fits(rule.match, facts),
    );
    if (fitting.length === 0) return undefined;
    const chosen = fitting.find(({ rule, met }) => met + 1 >= rule.nth);
    for (const { rule } of chosen ? [chosen] : fitting) this.record({ t: 'met', id: rule.id });
    await this.book.synced();
    return chosen?.rule;
  }

  async close(): Promise<void> {
    await this.book.close();
  }

  private async write(row: FaultRow): Promise<void> {
    this.record(row);
    await this.book.synced();
  }

  private record(row: FaultRow): void {
    this.apply(row);
    this.book.append(row);
  }

  private apply(row: FaultRow): void {
    switch (row.t) {
      case 'added':
        this.added += 1;
        this.rules.push({ rule: row.rule, met: 0 });
        return;
      case 'met': {
        const entry = this.rules.find(({ rule }) => rule.id === row.id);
        if (entry) entry.met += 1;
        if (entry && entry.met >= entry.rule.nth - 1 + entry.rule.times) this.spent.push(row.id);
        this.rules = this.rules.filter(({ rule, met }) => met < rule.nth - 1 + rule.times);
        return;
      }
      case 'cleared':
        this.rules = [];
    }
  }
}

function fits(match: Partial<CallFacts>, facts: CallFacts): boolean {
  return (Object.entries(match) as [keyof CallFacts, string | undefined][]).every(
    ([name, wanted]) => wanted === undefined || facts[name] === wanted,
  );
}
