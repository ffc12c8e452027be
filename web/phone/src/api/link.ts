import { exchange, Refused } from './client';
import { withPatience } from './patience';

let token: string | null = null;

/**
 * Takes the token out of the address and trades it for the cookie of this device. The token leaves the address bar before
 * anything is sent, so that neither history nor a screenshot keeps it; it stays in memory until it is traded, so that a
 * visit which began without a network can be tried again. Without a token the cookie of an earlier visit must do.
 * Throws `Refused` when the link was used on another device or has expired.
 */
export async function openLink(): Promise<void> {
  const opened = (token = takeToken() ?? token);
  if (opened === null) return;
  try {
    await withPatience(() => exchange(opened));
    token = null;
  } catch (error) {
    if (error instanceof Refused && !error.passing) token = null;
    throw error;
  }
}

function takeToken(): string | null {
  const found = new URLSearchParams(location.hash.slice(1)).get('t');
  if (location.hash !== '') history.replaceState(history.state, '', location.pathname + location.search);
  return found === '' ? null : found;
}
