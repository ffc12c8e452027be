import type { CaseId, Day, LinkId, OrderId, PayoutId, TicketId } from './brand';

/** Kinds of partner commands in a reference. */
export const COMMAND_KINDS = {
  occupy: 'O',
  submit: 'S',
  verify: 'V',
  dispatch: 'D',
  intercept: 'X',
  inquire: 'I',
  transfer: 'T',
} as const;

/** A reference has two digits for the number of the command. */
export const LAST_COMMAND_NUMBER = 99;

/**
 * Our reference at a partner: the order's 12 characters + attempt (2) + kind (1) + command number (2), ≤ 20 of
 * `[0-9A-Z]`. Made from what exists before the call, so that a lost reply can be asked for.
 */
export function partnerReference(
  id: OrderId | CaseId | PayoutId,
  attempt: number,
  kind: keyof typeof COMMAND_KINDS,
  number: number,
): string {
  if (attempt < 1 || attempt > 99 || number < 1 || number > LAST_COMMAND_NUMBER)
    throw new RangeError('attempt and number are 1 to 99');
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${id.slice(4).toUpperCase()}${two(attempt)}${COMMAND_KINDS[kind]}${two(number)}`;
}

/** Reference of one text message: the link it carries, or the order and template it reports. */
export const messageReference = (id: LinkId | OrderId, template: string): string =>
  `${id.slice(4).toUpperCase()}-${template}`;

export const orderWorkflowId = (id: OrderId, attempt: number): string => `order/${id}/${String(attempt)}`;
/** Each reopening is a round with a workflow of its own. */
export const ticketWorkflowId = (id: TicketId, round: number): string => `ticket/${id}/${String(round)}`;
export const reviewWorkflowId = (id: CaseId, number: number): string => `review/${id}/${String(number)}`;
export const settlementWorkflowId = (day: Day): string => `settlement/${day}`;
export const payoutWorkflowId = (id: PayoutId): string => `payout/${id}`;
/** The task queue of a carrier's commands: one each, so that a hanging carrier cannot eat another's slots. */
export const carrierQueue = (carrier: string): string => `carrier-${carrier}`;
