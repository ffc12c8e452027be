import { createContext, use } from 'react';
import type { SessionView } from '../../../../api/schemas/session';

export const SessionContext = createContext<SessionView | null>(null);

/** The signed-in person; pages are only drawn inside of a session. */
export function useSession(): SessionView {
  const session = use(SessionContext);
  if (session === null) throw new Error('outside of a session');
  return session;
}
