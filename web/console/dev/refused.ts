import type { SessionView } from '../../../api/schemas/session';

export type User = SessionView['user'];

/** What the fake refuses, with the real codes and statuses. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
  ) {
    super(code);
  }
}
