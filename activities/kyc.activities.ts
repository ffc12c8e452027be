import { cancellationSignal, heartbeat } from '@temporalio/activity';
import type { CaseId } from '../domain/brand';
import { readIdentity, type ReadPorts } from '../domain/use-cases/read-identity';
import { asActivityFailure } from './activity-failure';

/** CPU-heavy reading, on the queue `kyc`. Input is the case, output says only that it was read. */
export interface KycActivities {
  readIdentity: (input: { caseId: CaseId; round: number }) => Promise<{ readonly read: boolean }>;
}

export function kycActivities(ports: ReadPorts): KycActivities {
  const read = readIdentity(ports);
  return {
    readIdentity: (input) =>
      asActivityFailure(() =>
        read(
          input,
          (stage) => {
            heartbeat(stage);
          },
          cancellationSignal(),
        ),
      ),
  };
}
