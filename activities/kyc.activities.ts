import { Context } from '@temporalio/activity';
import type { CaseId } from '../domain/brand';
import { readIdentity, type ReadPorts } from '../domain/use-cases/read-identity';
import { asActivityFailure } from './activity-failure';

/** CPU-heavy reading, on the queue `kyc`. Input is the case, output says only that it was read. */
export interface KycActivities {
  readIdentity: (input: { caseId: CaseId; round: number }) => Promise<{ readonly read: boolean }>;
}

/** A reading that takes no longer than this, in ms, reports nothing: a heartbeat is a state transition of its workflow. */
const QUIET_MS = 5_000;

export function kycActivities(ports: ReadPorts, quietMs = QUIET_MS): KycActivities {
  const read = readIdentity(ports);
  return {
    readIdentity: (input) =>
      asActivityFailure(() => {
        const beganAt = performance.now();
        // Stages are told by a thread that knows no activity, least of all which one: the context is taken here.
        const activity = Context.current();
        return read(
          input,
          (stage) => {
            if (performance.now() - beganAt >= quietMs) activity.heartbeat(stage);
          },
          activity.cancellationSignal,
        );
      }),
  };
}
