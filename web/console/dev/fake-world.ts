import type { ConflictCase, ConflictList, ConflictResolution } from '../../../api/schemas/conflict';
import type { OrderList, OrderListQuery, OrderPage, OrderRow } from '../../../api/schemas/order';
import type { InterceptionView } from '../../../api/schemas/parcel';
import type { ReviewCase, ReviewDecision, ReviewOutcome, ReviewQueue, ReviewRow } from '../../../api/schemas/review';
import type { JumpView } from '../../../api/schemas/sandbox';
import { FakeAudit } from './fake-audit';
import { fakeConflicts } from './fake-conflicts';
import { FakeMoney } from './fake-money';
import { fakeOrderPage, fakeOrders } from './fake-orders';
import { FakeTickets } from './fake-tickets';
import { LEASE_MS, fakeCase, fakeReviews, type FakeReview } from './fake-reviews';
import { Refused, type User } from './refused';

export { Refused, type User };

export const USERS: readonly User[] = [
  { id: 'usr_000000officer', login: 'officer1', name: '林*', roles: ['compliance_officer'] },
  { id: 'usr_00000officer2', login: 'officer2', name: '何*', roles: ['compliance_officer'] },
  { id: 'usr_000000operato', login: 'operator1', name: '吴*', roles: ['operator'] },
  { id: 'usr_00000support1', login: 'support1', name: '周*', roles: ['support_agent'] },
  { id: 'usr_00000auditor1', login: 'auditor1', name: '沈*', roles: ['auditor'] },
  { id: 'usr_00000finance1', login: 'finance1', name: '许*', roles: ['finance_maker'] },
  { id: 'usr_00000finance2', login: 'finance2', name: '韩*', roles: ['finance_checker'] },
  { id: 'usr_00000channel1', login: 'channel1', name: '方*', roles: ['channel_user'] },
  { id: 'usr_00000finance3', login: 'finance3', name: '梁*', roles: ['finance_maker', 'finance_checker'] },
];

/** The channel of `channel1`, and of most orders. */
const THEIR_CHANNEL = 'demo';

const maySee = (order: Pick<OrderRow, 'channel'>, { roles }: User): boolean =>
  !roles.includes('channel_user') || order.channel === THEIR_CHANNEL;

interface FakeChange {
  readonly kind: 'order' | 'review' | 'payout' | 'case';
  readonly id: string;
}

/** Business time of the fake runs this far ahead, as after a jump. */
const OFFSET_MS = 26 * 3_600_000;
/** What a jump of the fake comes to: one moment, then a payday, then nothing. */
const MOMENTS = ['parcel', 'wait activation', 'commission is due'] as const;

/** The product in memory, as far as the console sees it. Tests reach in to play the colleague and the carrier. */
export class FakeWorld {
  readonly orders: OrderRow[];
  readonly reviews: FakeReview[];
  readonly conflicts: ConflictCase[];
  /** Orders whose customers were sent a new link. */
  readonly links: string[] = [];
  /** Parcels that were to be turned round, and what the courier says to it. */
  readonly interceptions: { readonly orderId: string; readonly reasonCode: string }[] = [];
  courierSays: InterceptionView = { outcome: 'intercepted' };
  readonly tickets: FakeTickets;
  readonly decisions: (ReviewDecision & { reviewId: string; login: string })[] = [];
  readonly money: FakeMoney;
  readonly audit: FakeAudit;
  /** False plays production: the sandbox's addresses are nothing then. */
  sandbox = true;
  colleagues = false;
  #ahead = OFFSET_MS;
  #jumps = 0;
  readonly #listeners = new Set<(change: FakeChange) => void>();

  constructor(orderCount = 240) {
    this.orders = fakeOrders(orderCount, this.businessNow());
    this.reviews = fakeReviews(this.orders, this.businessNow());
    this.money = new FakeMoney(
      this.orders,
      () => this.businessNow(),
      (change) => {
        this.#tell(change);
      },
    );
    this.tickets = new FakeTickets(this.orders, () => this.businessNow());
    this.audit = new FakeAudit(
      this.orders,
      (id) => this.page(id),
      () => this.businessNow(),
    );
    this.conflicts = fakeConflicts(this.orders, this.businessNow());
  }

  businessNow(): number {
    return Date.now() + this.#ahead;
  }

  onChange(listener: (change: FakeChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  list(query: OrderListQuery, user: User): OrderList {
    const visible = this.orders.filter((order) => maySee(order, user));
    const matching = visible.filter(
      (order) =>
        (query.stage === undefined || order.stage === query.stage) &&
        (query.status === undefined || order.status === query.status) &&
        (query.owner === undefined || order.wait?.owner === query.owner) &&
        (query.q === undefined || [order.id, order.purchaseId, order.externalRef, order.number].includes(query.q)),
    );
    const from = query.after === undefined ? 0 : matching.findIndex((order) => order.id === query.after) + 1;
    const rows = matching.slice(from, from + query.limit);
    const counts: Record<string, number> = {};
    for (const { stage, wait } of visible) {
      counts[stage] = (counts[stage] ?? 0) + 1;
      if (wait !== null) counts[`waiting:${wait.owner}`] = (counts[`waiting:${wait.owner}`] ?? 0) + 1;
    }
    return { rows, next: from + query.limit < matching.length ? (rows.at(-1)?.id ?? null) : null, counts };
  }

  page(id: string): OrderPage {
    const order = this.orders.find((each) => each.id === id);
    if (order === undefined) throw new Refused(404, 'OrderNotFound');
    const review = this.reviews.find((each) => each.orders.some((one) => one.id === id));
    return fakeOrderPage(order, [order], review?.row.id ?? null);
  }

  pageFor(id: string, user: User): OrderPage {
    const page = this.page(id);
    if (!user.roles.includes('channel_user')) return page;
    if (!maySee(page.order, user)) throw new Refused(404, 'OrderNotFound');
    const entries = page.entries.map((entry) => ({ ...entry, link: null, raw: {} }));
    return { ...page, entries, kyc: null, handover: null, carrierCalls: [] };
  }

  conflictList(state: 'open' | 'closed'): ConflictList {
    const open = this.conflicts.filter(({ closedAt }) => closedAt === null);
    const closed = this.conflicts.filter(({ closedAt }) => closedAt !== null);
    const rows = state === 'open' ? open : closed;
    return { rows, next: null, counts: { open: open.length, closed: closed.length } };
  }

  conflict(id: string): ConflictCase {
    const found = this.conflicts.find((each) => each.id === id);
    if (found === undefined) throw new Refused(404, 'ConflictNotFound');
    return found;
  }

  settle(id: string, user: User, { reasonCode, note }: ConflictResolution): ConflictCase {
    const found = this.conflict(id);
    if (found.closedAt !== null) throw new Refused(409, 'ConflictClosed');
    const label = found.options.find((each) => each.reasonCode === reasonCode)?.label;
    if (label === undefined) throw new Refused(400, 'BodyInvalid');
    Object.assign(found, {
      closedAt: new Date(this.businessNow()).toISOString(),
      resolution: { reasonCode, label, note: note ?? null, by: user.name },
      options: [],
    });
    this.#tell({ kind: 'case', id });
    return found;
  }

  sendLink(orderId: string): { linkId: string; expiresAt: string } {
    const order = this.orders.find((each) => each.id === orderId);
    if (order?.status !== 'awaiting-documents') throw new Refused(409, 'StepRefused');
    if (this.links.filter((id) => id === orderId).length === 2) throw new Refused(429, 'TooManyRequests');
    this.links.push(orderId);
    this.#tell({ kind: 'order', id: orderId });
    return { linkId: 'lnk_000000000001', expiresAt: new Date(this.businessNow()).toISOString() };
  }

  resume(orderId: string): { stage: string; status: string } {
    const order = this.orders.find((each) => each.id === orderId);
    if (order?.status !== 'parked') throw new Refused(409, 'StateConflict');
    this.#tell({ kind: 'order', id: orderId });
    return { stage: order.stage, status: 'awaiting-carrier' };
  }

  intercept(orderId: string, { reasonCode }: { readonly reasonCode: string }): InterceptionView {
    const order = this.orders.find((each) => each.id === orderId);
    if (order?.stage !== 'shipping') throw new Refused(409, 'StepRefused');
    this.interceptions.push({ orderId, reasonCode });
    if (this.courierSays.outcome === 'intercepted') Object.assign(order, { status: 'returning' });
    this.#tell({ kind: 'order', id: orderId });
    return this.courierSays;
  }

  queue(user: User, { after, limit }: { readonly after?: string | undefined; readonly limit: number }): ReviewQueue {
    const open = this.reviews.filter((review) => review.row.state === 'queued' || review.row.state === 'claimed');
    const rows = open.map((review) => this.#row(review, user));
    const from = rows.findIndex(({ id }) => id === after) + 1;
    const page = rows.slice(from, from + limit);
    return {
      rows: page,
      next: from + limit < rows.length ? (page.at(-1)?.id ?? null) : null,
      counts: {
        open: rows.length,
        overdue: rows.filter((row) => Date.parse(row.dueAt) < this.businessNow()).length,
        mine: rows.filter((row) => row.lease?.mine === true).length,
      },
    };
  }

  case(id: string, user: User): ReviewCase {
    const review = this.#review(id);
    const row = this.#row(review, user);
    return fakeCase(review, row, row.lease?.mine === true, Date.now());
  }

  claimNext(user: User): string | null {
    const free = this.reviews.find(
      ({ row, lease, decisions }) =>
        row.state === 'queued' && lease === null && !decisions.some((each) => each.userId === user.id),
    );
    if (free === undefined) return null;
    this.claim(free.row.id, user);
    return free.row.id;
  }

  claim(id: string, user: User): void {
    const review = this.#review(id);
    if (review.row.state === 'decided') throw new Refused(409, 'ReviewClosed');
    if (review.lease !== null && review.lease.userId !== user.id) throw new Refused(409, 'LeaseLost');
    if (review.decisions.some((each) => each.userId === user.id)) throw new Refused(409, 'SameReviewerTwice');
    this.#lease(review, user);
  }

  /** A colleague takes the case over, as after a lease ran out. */
  takeOver(id: string, login: string): void {
    const user = USERS.find((each) => each.login === login);
    if (user === undefined) throw new Error(`no user ${login}`);
    this.#lease(this.#review(id), user);
  }

  renew(id: string, user: User): void {
    const review = this.#review(id);
    if (review.lease?.userId !== user.id) throw new Refused(409, 'LeaseLost');
    this.#lease(review, user);
  }

  giveBack(id: string, user: User): void {
    const review = this.#review(id);
    if (review.lease?.userId !== user.id) throw new Refused(409, 'LeaseLost');
    review.lease = null;
    this.#set(review, 'queued', review.row.approvals);
  }

  decide(id: string, user: User, decision: ReviewDecision): ReviewOutcome {
    const review = this.#review(id);
    if (review.row.state === 'decided') throw new Refused(409, 'ReviewClosed');
    if (review.lease?.userId !== user.id) throw new Refused(409, 'LeaseLost');
    if (review.evidenceHash !== decision.evidenceHash) throw new Refused(409, 'EvidenceChanged');
    this.decisions.push({ ...decision, reviewId: id, login: user.login });
    review.decisions.push({
      userId: user.id,
      userName: user.name,
      decision: decision.decision,
      reasonCode: decision.reasonCode,
      note: decision.note ?? null,
      at: new Date(this.businessNow()).toISOString(),
    });
    review.lease = null;
    const approvals = review.row.approvals + (decision.decision === 'approve' ? 1 : 0);
    const settled = decision.decision !== 'approve' || approvals >= review.row.approvalsNeeded;
    this.#set(review, settled ? 'decided' : 'queued', approvals);
    return {
      reviewId: id,
      state: review.row.state,
      outcome: settled ? decision.decision : null,
      approvals,
      approvalsNeeded: review.row.approvalsNeeded,
    };
  }

  /** One jump of a day, to the next of three moments. */
  jump(): JumpView {
    const what = MOMENTS[this.#jumps];
    if (what === undefined) return { kind: 'nothing' };
    this.#jumps += 1;
    this.#ahead += 24 * 3_600_000;
    return { kind: 'moved', at: new Date(this.businessNow()).toISOString(), what };
  }

  /** An officer's decision on a parcel that somebody else took; once. */
  decideHandover(id: string, decision: 'clear' | 'stop'): void {
    const index = this.orders.findIndex((each) => each.id === id);
    const order = this.orders[index];
    if (order === undefined) throw new Refused(404, 'OrderNotFound');
    if (order.status !== 'activation-held') throw new Refused(409, 'StateConflict');
    const status = decision === 'clear' ? 'awaiting-activation' : 'activation-stopped';
    this.orders[index] = { ...order, status, wait: null };
    this.#tell({ kind: 'order', id });
  }

  /** The carrier opens an order: what an officer's list must show by itself. */
  activate(id: string): void {
    const index = this.orders.findIndex((each) => each.id === id);
    const order = this.orders[index];
    if (order === undefined) throw new Error(`no order ${id}`);
    const at = new Date(this.businessNow()).toISOString();
    this.orders[index] = { ...order, stage: 'active', status: 'ended', wait: null, endedAt: at, updatedAt: at };
    this.#tell({ kind: 'order', id });
  }

  #lease(review: FakeReview, user: User): void {
    review.lease = { userId: user.id, userName: user.name, until: Date.now() + LEASE_MS };
    this.#set(review, 'claimed', review.row.approvals);
  }

  #set(review: FakeReview, state: ReviewRow['state'], approvals: number): void {
    Object.assign(review.row, { state, approvals });
    this.#tell({ kind: 'review', id: review.row.id });
  }

  #review(id: string): FakeReview {
    const review = this.reviews.find((each) => each.row.id === id);
    if (review === undefined) throw new Refused(404, 'ReviewNotFound');
    return review;
  }

  #row(review: FakeReview, user: User): ReviewRow {
    const { lease } = review;
    const mine = lease?.userId === user.id;
    return {
      ...review.row,
      holder: mine ? review.clearHolder : review.maskedHolder,
      lease: lease === null ? null : { userName: lease.userName, mine, until: new Date(lease.until).toISOString() },
      decidedByMe: review.decisions.some((each) => each.userId === user.id),
    };
  }

  #tell(change: FakeChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
