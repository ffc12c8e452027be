import { travelUntil } from './travel';
import { type Answer, expectStatus, type World } from './world';

/** What the money stories look at: an order's commission, statements and payouts. All over HTTP. */

export interface Accrual {
  readonly id: string;
  readonly type: 'order' | 'parent';
  readonly agent: { readonly code: string };
  readonly amountFen: number;
  readonly state: string;
  readonly dueOn: string;
  readonly conditions: readonly {
    readonly code: string;
    readonly value: boolean | null;
    readonly text: { readonly zh: string };
  }[];
  readonly statementId: string | null;
  readonly payoutId: string | null;
}

export interface Commission {
  readonly accruals: readonly Accrual[];
  /** Why nothing was earned; null where something was. */
  readonly none: { readonly code: string } | null;
}

export async function commissionOf(world: World, orderId: string): Promise<Commission> {
  const finance = await world.staff('finance1');
  return expectStatus(
    await finance.get<Commission>(`/v1/orders/${orderId}/commission`),
    200,
    `commission of ${orderId}`,
  );
}

/** `8000 paid, 2000 paid`: the selling agent's share first. */
export const inFen = ({ accruals }: Commission): string =>
  accruals.map(({ amountFen, state }) => `${String(amountFen)} ${state}`).join(', ');

/** Conditions that are not true, once each. */
export const broken = ({ accruals }: Commission): string => {
  const codes = accruals.flatMap(({ conditions }) => conditions.filter(({ value }) => value !== true));
  return [...new Set(codes.map(({ code, value }) => `${code} ${String(value)}`))].join(', ');
};

/** Jumps until every share of the order has one of these states. */
export async function untilCommission(world: World, orderId: string, ...states: readonly string[]): Promise<void> {
  await travelUntil(world, async () => {
    const { accruals } = await commissionOf(world, orderId);
    return accruals.length > 0 && accruals.every(({ state }) => states.includes(state));
  });
}

export interface Statement {
  readonly id: string;
  readonly agent: { readonly code: string };
  readonly state: string;
  readonly lines: number;
  readonly openingFen: number;
  readonly accruedFen: number;
  readonly clawedBackFen: number;
  readonly setAsideFen: number;
  readonly paidFen: number;
  readonly closingFen: number;
  readonly payableFen: number;
  readonly payoutId: string | null;
}

export interface Payout {
  readonly id: string;
  readonly agent: { readonly code: string };
  readonly state: string;
  readonly amountFen: number;
  readonly bankReference: string | null;
}

/** The statements that an order's shares stand in, with all their lines. */
export async function statementsOf(
  world: World,
  orderId: string,
): Promise<
  readonly {
    readonly statement: Statement;
    readonly lines: readonly { accrualId: string; amountFen: number; state: string }[];
  }[]
> {
  const finance = await world.staff('finance1');
  const { accruals } = await commissionOf(world, orderId);
  const ids = [...new Set(accruals.flatMap(({ statementId }) => statementId ?? []))];
  return Promise.all(
    ids.map(async (id) => {
      const { statement, rows } = expectStatus(
        await finance.get<{ statement: Statement; rows: { accrualId: string; amountFen: number; state: string }[] }>(
          `/v1/statements/${id}?limit=200`,
        ),
        200,
        `statement ${id}`,
      );
      return { statement, lines: rows };
    }),
  );
}

/** Asks for payouts of these statements, one for each agent. */
export async function askForPayouts(
  world: World,
  maker: string,
  statementIds: readonly string[],
): Promise<Answer<{ payouts?: Payout[]; code?: string }>> {
  const finance = await world.staff(maker);
  return finance.post<{ payouts?: Payout[]; code?: string }>('/v1/payouts', { statementIds });
}

/** Makes the payouts of the statements that an order stands in, one for each agent. */
export async function makePayouts(world: World, maker: string, orderId: string): Promise<readonly Payout[]> {
  const statementIds = (await statementsOf(world, orderId)).map(({ statement }) => statement.id);
  const asked = await askForPayouts(world, maker, statementIds);
  return expectStatus(asked, 201, `payouts of ${statementIds.join(', ')}`).payouts ?? [];
}

export async function release(
  world: World,
  checker: string,
  { id, amountFen }: Payout,
): Promise<Answer<{ state?: string; code?: string }>> {
  const finance = await world.staff(checker);
  return finance.post<{ state?: string; code?: string }>(`/v1/payouts/${id}/release`, { amountFen });
}

/** Releases them all by this person and jumps until each has ended; resolves to how. */
export async function payOut(world: World, checker: string, payouts: readonly Payout[]): Promise<readonly Payout[]> {
  for (const payout of payouts) expectStatus(await release(world, checker, payout), 200, `release ${payout.id}`);
  const finance = await world.staff(checker);
  let seen: Payout[] = [];
  await travelUntil(world, async () => {
    seen = await Promise.all(
      payouts.map(
        async ({ id }) => expectStatus(await finance.get<{ payout: Payout }>(`/v1/payouts/${id}`), 200, id).payout,
      ),
    );
    return seen.every(({ state }) => state !== 'released' && state !== 'waiting-for-bank');
  });
  return seen;
}

/** How often the bank has paid under the references of these payouts, in the payouts' order. */
export async function paidAtBank(world: World, payouts: readonly Payout[]): Promise<string> {
  const book = await world.call<{ rows: { reference: string; status: string; amountFen: number }[] }>(
    `${world.sandbox}/bank/book`,
  );
  const { rows } = expectStatus(book, 200, 'bank book');
  return payouts
    .map(({ bankReference, amountFen }) => {
      const paid = rows.filter((row) => row.reference === bankReference && row.status === '已入账');
      return paid.every((row) => row.amountFen === amountFen) ? String(paid.length) : 'another amount';
    })
    .join(', ');
}
