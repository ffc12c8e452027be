import { randomUUID } from 'node:crypto';
import { inbox } from './actions';
import { travelUntil } from './travel';
import { expectStatus, openLink, type Staff, type World } from './world';

/** What the ticket stories are made of: duty, the desk, and the customer's phone page. */

export interface Ticket {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly outcome: string | null;
  readonly round: number;
  readonly assignee: { readonly name: string; readonly mine: boolean } | null;
  readonly alarmAt: string | null;
}

export interface CustomerPage {
  readonly orders: readonly { readonly id: string; readonly stage: string }[];
  readonly tickets: readonly {
    readonly id: string;
    readonly state: string;
    readonly entries: readonly { readonly from: string; readonly words: string | null }[];
  }[];
}

/** Goes on or off duty. Who is off gets no tickets. */
export async function duty(world: World, login: string, onDuty: boolean): Promise<void> {
  const staff = await world.staff(login);
  expectStatus(await staff.put('/v1/session/duty', { onDuty }), 200, `${login} ${onDuty ? 'on' : 'off'} duty`);
}

/** On duty for as long as the work takes, whatever becomes of it. */
export async function onDuty<T>(world: World, logins: readonly string[], work: () => Promise<T>): Promise<T> {
  for (const login of logins) await duty(world, login, true);
  try {
    return await work();
  } finally {
    for (const login of logins) await duty(world, login, false);
  }
}

/** The order's tickets as this person sees them, the newest first. */
export async function ticketsOf(world: World, login: string, orderId: string): Promise<readonly Ticket[]> {
  const staff = await world.staff(login);
  return expectStatus(
    await staff.get<{ rows: Ticket[] }>(`/v1/tickets?view=all&order=${orderId}`),
    200,
    `tickets of ${orderId}`,
  ).rows;
}

export interface TicketPage {
  readonly ticket: Ticket;
  readonly entries: readonly { readonly event: string; readonly words: string | null }[];
}

export async function ticketPage(world: World, login: string, ticketId: string): Promise<TicketPage> {
  const staff = await world.staff(login);
  return expectStatus(await staff.get<TicketPage>(`/v1/tickets/${ticketId}`), 200, `ticket ${ticketId}`);
}

/** Jumps until the order's newest ticket is as wanted, seen by this person; resolves to it. */
export async function untilTicket(
  world: World,
  login: string,
  orderId: string,
  wanted: (ticket: Ticket) => boolean,
): Promise<Ticket> {
  let found: Ticket | undefined;
  await travelUntil(world, async () => {
    [found] = await ticketsOf(world, login, orderId);
    return found !== undefined && wanted(found);
  });
  if (!found) throw new Error(`no ticket of ${orderId}`);
  return found;
}

/** What the person who has the ticket does with it; an answer is one of its own unless `body` says which. */
export async function act(
  world: World,
  login: string,
  ticketId: string,
  what: 'answer' | 'close',
  said: Record<string, unknown>,
): Promise<string> {
  const staff = await world.staff(login);
  const body = what === 'answer' ? { key: randomUUID(), ...said } : said;
  return expectStatus(
    await staff.post<{ state: string }>(`/v1/tickets/${ticketId}/${what}`, body),
    200,
    `${what} ${ticketId}`,
  ).state;
}

/** Has the order's parcel turned round; `asked` where the courier keeps silent for now. */
export async function intercept(world: World, login: string, orderId: string): Promise<string> {
  const staff = await world.staff(login);
  const path = `/v1/orders/${orderId}/interception`;
  const answer = await staff.post<{ outcome: string }>(path, { reasonCode: 'ADDRESS_WRONG' });
  if (answer.status !== 200 && answer.status !== 202) throw new Error(`${path}: HTTP ${String(answer.status)}`);
  return answer.body.outcome;
}

type Phone = Pick<Staff, 'get' | 'post'>;

/** The customer opens the newest link that came by text message. */
export async function phoneOf(world: World, phone: string): Promise<Phone> {
  const link = (await inbox(world, phone)).findLast((text) => text.includes('/phone/#t='));
  if (link === undefined) throw new Error('no link came by text message');
  return openLink(world, link);
}

export async function ask(phone: Phone, text: string): Promise<CustomerPage> {
  return expectStatus(
    await phone.post<CustomerPage>('/v1/self-service/tickets', { text, key: randomUUID() }),
    201,
    'ask',
  );
}

export async function reply(phone: Phone, ticketId: string, text: string): Promise<CustomerPage> {
  const path = `/v1/self-service/tickets/${ticketId}/replies`;
  return expectStatus(await phone.post<CustomerPage>(path, { text, key: randomUUID() }), 201, 'reply');
}

export async function customerPage(phone: Phone): Promise<CustomerPage> {
  return expectStatus(await phone.get<CustomerPage>('/v1/self-service/tickets'), 200, 'customer page');
}
