import { sleep } from '@temporalio/activity';
import type { TicketId } from '../domain/brand';
import type { UnitOfWork } from '../domain/ports/unit-of-work';
import type { MessagePorts } from '../domain/use-cases/customer-messages';
import { askCourier, lookAtParcel, type StuckParcelPorts } from '../domain/use-cases/solve-stuck-parcel';
import { type TicketStep, watchTicket } from '../domain/use-cases/watch-ticket';
import { asActivityFailure } from './activity-failure';
import { withHeartbeats } from './heartbeats';

/** What the ticket's story may ask for. */
export interface TicketActivities {
  watchTicket: (input: { ticketId: TicketId; round: number }) => Promise<TicketStep>;
}

/** What a ticket asks of the courier, on the courier's own queue. */
export interface TicketCourierActivities {
  /** Asks where the parcel is; that the courier is down is a row to wait on, not a retry for ever. */
  askCourier: (input: { ticketId: TicketId; reference: string }) => Promise<void>;
  lookAtParcel: (input: { ticketId: TicketId }) => Promise<void>;
}

/** Pauses between tries, in ms. With the calls' own limits they make up half a minute. */
const PAUSES_MS = [500, 2_000, 5_000];

export function ticketActivities(ports: MessagePorts & { readonly work: UnitOfWork }): TicketActivities {
  const watch = watchTicket(ports);
  return { watchTicket: (input) => asActivityFailure(() => watch(input)) };
}

export function ticketCourierActivities(
  ports: StuckParcelPorts,
  pausesMs: readonly number[] = PAUSES_MS,
): TicketCourierActivities {
  const ask = askCourier(ports);
  const look = lookAtParcel(ports);
  return {
    askCourier: (input) => asActivityFailure(() => withHeartbeats(() => ask(input, { pausesMs, sleep }))),
    lookAtParcel: (input) => asActivityFailure(() => look(input)),
  };
}
