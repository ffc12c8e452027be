/** The console's pages. The router has an element for each and nothing else, and the browser tests look at each. */
export const PATHS = [
  'orders',
  'orders/:id',
  'conflicts',
  'reviews',
  'reviews/:id',
  'tickets',
  'tickets/:id',
  'commissions',
  'statements',
  'statements/:id',
  'payouts',
  'payouts/:id',
  'audit',
] as const;

export type PagePath = (typeof PATHS)[number];
