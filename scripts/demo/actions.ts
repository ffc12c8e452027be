import type { Dice } from './dice';
import { travelUntil } from './travel';
import { type Answer, expectStatus, type World } from './world';

/** What stories are made of: people, orders, officers, faults. All over HTTP. */

export interface Person {
  readonly personId: string;
  readonly kind: string;
  readonly phone: string;
  readonly traits: { readonly face: number };
}

export interface Sent {
  readonly status: number;
  readonly body: {
    readonly purchaseId?: string;
    readonly orders?: readonly { readonly id: string; readonly number: string | null }[];
    readonly code?: string;
    readonly reasons?: readonly { readonly code: string }[];
    readonly alternatives?: readonly unknown[];
  };
}

export interface OrderPage {
  readonly order: {
    readonly id: string;
    readonly stage: string;
    readonly status: string;
    readonly reasonCode: string | null;
    readonly number: string | null;
  };
  readonly entries: readonly { readonly event: string }[];
  readonly kyc: {
    readonly caseId: string;
    readonly round: number;
    readonly reasons: readonly { readonly code: string }[];
    readonly faceDistance: number | null;
    readonly reviewIds: readonly string[];
  } | null;
  readonly carrierCalls: readonly {
    readonly reference: string;
    readonly command: string;
    readonly state: string;
    readonly text: string | null;
  }[];
}

export async function person(world: World, dice: Dice, kind: string): Promise<Person> {
  const drawn = expectStatus(
    await world.call<Person>(`${world.sandbox}/people`, {
      kind,
      seed: String(dice.below('person', 1_000_000)),
      k: dice.below('variant', 1_000),
      images: false,
      ...(world.peopleOf !== undefined && { day: world.peopleOf }),
    }),
    200,
    `draw ${kind}`,
  );
  dice.people.push(drawn.personId);
  return drawn;
}

export interface Wish {
  readonly personId: string;
  readonly planCode?: string;
  readonly city?: string;
  readonly quantity?: number;
  readonly numbers?: readonly string[];
  readonly externalRef?: string;
  readonly withImages?: boolean;
  readonly copies?: number;
  readonly tamper?: string;
  readonly behaviour?: string;
  readonly delayMs?: number;
  readonly door?: string;
  readonly activates?: string;
  /** Who sold it and earns commission; nobody unless told. */
  readonly agentCode?: string;
}

export async function send(world: World, wish: Wish): Promise<{ externalRef: string; results: readonly Sent[] }> {
  return expectStatus(
    await world.call<{ externalRef: string; results: readonly Sent[] }>(`${world.sandbox}/channels/demo/send`, wish),
    200,
    'send an order',
  );
}

/** Sends one order that is meant to be taken, and returns its order ids. */
export async function place(world: World, wish: Wish): Promise<readonly string[]> {
  const { results } = await send(world, wish);
  const first = results[0];
  if (first?.status !== 202) throw new Error(`the order was not taken: ${JSON.stringify(first)}`);
  return (first.body.orders ?? []).map((order) => order.id);
}

export async function page(world: World, orderId: string): Promise<OrderPage> {
  const operator = await world.staff('operator1');
  return expectStatus(await operator.get<OrderPage>(`/v1/console/orders/${orderId}`), 200, `order ${orderId}`);
}

/** How many orders the operator finds under a channel's reference. */
export async function ordersUnder(world: World, externalRef: string): Promise<number> {
  const operator = await world.staff('operator1');
  const path = `/v1/console/orders?q=${encodeURIComponent(externalRef)}`;
  return expectStatus(await operator.get<{ rows: unknown[] }>(path), 200, 'orders').rows.length;
}

/** How many of the texts on a phone say this. */
export async function textsSaying(world: World, phone: string, words: string): Promise<number> {
  return (await inbox(world, phone)).filter((text) => text.includes(words)).length;
}

/** Why an identity was not simply passed, by code. */
export async function doubts(world: World, orderId: string): Promise<string> {
  const { kyc } = await page(world, orderId);
  return (kyc?.reasons ?? []).map(({ code }) => code).join(' ');
}

const ENDS = new Set(['active', 'rejected', 'cancelled', 'expired', 'returned', 'failed']);

/** Jumps until every order has ended and says how: `active`, or `rejected RN_…`. */
export async function endings(world: World, orderIds: readonly string[]): Promise<string> {
  await travelUntil(world, async () =>
    (await Promise.all(orderIds.map((id) => page(world, id)))).every((p) => ENDS.has(p.order.stage)),
  );
  const pages = await Promise.all(orderIds.map((id) => page(world, id)));
  return pages.map(({ order }) => `${order.stage}${order.reasonCode ? ` ${order.reasonCode}` : ''}`).join(', ');
}

/** Jumps until the order has this status. */
export async function untilStatus(world: World, orderId: string, status: string): Promise<void> {
  await travelUntil(world, async () => {
    const { order } = await page(world, orderId);
    if (order.status === status) return true;
    if (ENDS.has(order.stage))
      throw new Error(`${orderId} ended ${order.stage} ${String(order.reasonCode)}, it never was ${status}`);
    return false;
  });
}

/** How often each of these events is in the order's journal. */
export async function times(world: World, orderId: string, ...events: readonly string[]): Promise<string> {
  const { entries } = await page(world, orderId);
  return events.map((event) => `${String(entries.filter((e) => e.event === event).length)} ${event}`).join(', ');
}

/** Says what this person does at the door and with the card; what is not said stays as it was. */
export async function behave(world: World, personId: string, habits: Record<string, unknown>): Promise<void> {
  expectStatus(await world.call(`${world.sandbox}/customers/behaviour`, { personId, ...habits }), 200, 'behave');
}

/** Jumps until the order waits for an officer (true), or ended before one was needed (false). */
export async function reviewOf(world: World, orderId: string): Promise<string | null> {
  await travelUntil(world, async () => {
    const { order } = await page(world, orderId);
    return order.status === 'in-review' || ENDS.has(order.stage);
  });
  const { order, kyc } = await page(world, orderId);
  return order.status === 'in-review' ? (kyc?.reviewIds.at(-1) ?? null) : null;
}

interface ReviewCase {
  readonly evidenceHash: string;
  readonly clear: boolean;
  readonly review: { readonly approvalsNeeded: number };
  readonly options: readonly { readonly decision: string; readonly reasonCode: string }[];
}

/** An officer claims a case, looks at it and decides; resolves to what the desk answered. */
export async function decide(
  world: World,
  login: string,
  reviewId: string,
  decision: 'approve' | 'reject',
  reasonCode: string,
): Promise<Answer<{ state: string; outcome: string | null; approvals: number; approvalsNeeded: number }>> {
  const officer = await world.staff(login);
  const claimed = await officer.post(`/v1/reviews/${reviewId}/claim`);
  if (claimed.status >= 300) throw new Error(`${login} cannot claim ${reviewId}: ${JSON.stringify(claimed.body)}`);
  const found = expectStatus(await officer.get<ReviewCase>(`/v1/reviews/${reviewId}`), 200, 'review case');
  if (!found.clear) throw new Error('the lease holder sees the case masked');
  return officer.post(`/v1/reviews/${reviewId}/decision`, {
    decision,
    reasonCode,
    evidenceHash: found.evidenceHash,
    note: 'demo',
  });
}

export interface PlantedFault {
  readonly id: string;
}

export async function fault(world: World, rule: Record<string, unknown>): Promise<PlantedFault> {
  return expectStatus(await world.call<PlantedFault>(`${world.sandbox}/control/faults`, rule), 200, 'plant a fault');
}

/**
 * Whether the fault has struck: a story of a fault that never came tells nothing. Once is enough where it was planted for
 * more: who asks first after a lost reply has no second command to lose.
 */
export async function struck(world: World, { id }: PlantedFault): Promise<string> {
  const answer = await world.call<{
    faults: readonly (PlantedFault & { met: number; nth: number })[];
    spent: string[];
  }>(`${world.sandbox}/control/faults`);
  const { faults, spent } = expectStatus(answer, 200, 'planted faults');
  const left = faults.find((one) => one.id === id);
  const came = left === undefined ? spent.includes(id) : left.met >= left.nth;
  return came ? 'the fault came' : 'the fault never came';
}

interface ConflictCase {
  readonly kind: string;
  readonly externalRef: string | null;
  readonly sides: { readonly rows: readonly { readonly label: { readonly en: string }; readonly differs: boolean }[] };
}

/** What the operator's list of open conflict cases says about a reference. */
export async function conflictAbout(world: World, externalRef: string): Promise<string> {
  const operator = await world.staff('operator1');
  const answer = await operator.get<{ rows: readonly ConflictCase[] }>('/v1/conflict-cases?state=open&limit=200');
  const found = expectStatus(answer, 200, 'conflict cases').rows.filter((row) => row.externalRef === externalRef);
  if (found.length !== 1) return `${String(found.length)} conflict cases`;
  const differs = (found[0]?.sides.rows ?? []).some((row) => row.label.en === 'Plan' && row.differs);
  return `listed as a conflict case, plan ${differs ? 'differs' : 'does not differ'}`;
}

/** Texts in the inbox of a phone; the only place where a link is to be had. */
export async function inbox(world: World, phone: string): Promise<readonly string[]> {
  const answer = await world.call<{ messages: { text: string }[] }>(`${world.sandbox}/sms/inbox?phone=${phone}`);
  return expectStatus(answer, 200, 'inbox').messages.map((m) => m.text);
}

/** What a partner's book says of these orders, by its rows' statuses. */
export async function inBook(world: World, path: string, orderIds: readonly string[]): Promise<readonly string[]> {
  const book = await world.call<{ rows: { reference: string; status: string }[] }>(`${world.sandbox}${path}`);
  const prefixes = orderIds.map((id) => id.slice(4).toUpperCase());
  return expectStatus(book, 200, path)
    .rows.filter((row) => prefixes.some((prefix) => row.reference.startsWith(prefix)))
    .map(({ status }) => status);
}

export const CARRIER_BOOK = '/carriers/xinglian/book';
export const COURIER_BOOK = '/couriers/kuaidi100/book';

/** Cards that the carrier has opened for one of these orders. */
export async function openedAtCarrier(world: World, orderIds: readonly string[]): Promise<number> {
  const statuses = await inBook(world, CARRIER_BOOK, orderIds);
  return statuses.filter((status) => ['处理中', '已开户', '已激活'].includes(status)).length;
}

/** Numbers for sale that end so, asked as the channel asks. */
export async function freeNumbers(
  world: World,
  planCode: string,
  city: string,
  ending = '',
): Promise<readonly string[]> {
  const query = `planCode=${planCode}&city=${city}${ending === '' ? '' : `&ending=${ending}`}`;
  const answer = await world.call<{ status: number; body: { numbers?: string[] } }>(
    `${world.sandbox}/channels/demo/call`,
    { path: `/v1/numbers?${query}` },
  );
  const { status, body } = expectStatus(answer, 200, 'free numbers');
  if (status !== 200 || !body.numbers) throw new Error(`free numbers: HTTP ${String(status)}`);
  return body.numbers;
}

/** Whether a number is for sale again. */
export const isFree = async (world: World, planCode: string, city: string, number: string): Promise<boolean> =>
  (await freeNumbers(world, planCode, city, number)).includes(number);
