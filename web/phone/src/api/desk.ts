import type { CustomerDesk } from '../../../../api/schemas/ticket';
import { send } from './client';

const URL = '/v1/self-service/tickets';

async function deskOf(response: Promise<Response>): Promise<CustomerDesk> {
  return (await (await response).json()) as CustomerDesk;
}

/** How the cards of this purchase stand and what was asked about them. */
export const readDesk = (): Promise<CustomerDesk> => deskOf(send('GET', URL));

/** Words under the key they were first sent with: sent again they are the same words, and are read once. */
export interface Said {
  readonly text: string;
  readonly key: string;
}

export const ask = (said: Said): Promise<CustomerDesk> => deskOf(send('POST', URL, said));

export const reply = (ticket: string, said: Said): Promise<CustomerDesk> =>
  deskOf(send('POST', `${URL}/${encodeURIComponent(ticket)}/replies`, said));
