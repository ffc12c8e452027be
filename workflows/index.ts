export { order } from './order.workflow';
export { review } from './review.workflow';
