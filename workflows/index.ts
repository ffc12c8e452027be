export { order } from './order.workflow';
export { review } from './review.workflow';
export { settlement } from './settlement.workflow';
export { payout } from './payout.workflow';
export { ticket } from './ticket.workflow';
