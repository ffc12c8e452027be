import { defineSignal } from '@temporalio/workflow';
import type { TicketId } from '../domain/brand';

export interface TicketInput {
  readonly ticketId: TicketId;
  /** Counts the reopenings, from 1. */
  readonly round: number;
}

export interface TicketResult {
  readonly outcome: string;
}

/** The ticket's row changed: somebody wrote, took, gave or closed it. The row says what. */
export const ticketChanged = defineSignal('ticketChanged');
