import type { CustomerDesk } from '../../../../api/schemas/ticket';
import { send } from './client';

const URL = '/v1/self-service/tickets';

async function deskOf(response: Promise<Response>): Promise<CustomerDesk> {
  return (await (await response).json()) as CustomerDesk;
}

/** How the cards of this purchase stand and what was asked about them. */
export const readDesk = (): Promise<CustomerDesk> => deskOf(send('GET', URL));

/** Not sent a second time by itself: a question asked twice would be read twice. */
export const ask = (text: string): Promise<CustomerDesk> => deskOf(send('POST', URL, { text }));

export const reply = (ticket: string, text: string): Promise<CustomerDesk> =>
  deskOf(send('POST', `${URL}/${encodeURIComponent(ticket)}/replies`, { text }));
