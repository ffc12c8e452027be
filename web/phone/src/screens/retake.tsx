import type { JSX } from 'preact';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import { submit, type Part } from '../api/client';
import { withPatience } from '../api/patience';
import { progressOf } from '../parts/progress';
import { Capture } from './capture';

interface RetakeProps {
  readonly state: SelfServiceState;
  readonly part: Part;
  /** Read anew at once, because fields of the old picture are on show; otherwise it is handed in with the others. */
  readonly handIn: boolean;
  readonly onDone: () => void;
  readonly refresh: () => Promise<void>;
}

/** From the last step back to the camera: what may not be typed is photographed again. */
export function RetakeScreen({ state, part, handIn, onDone, refresh }: RetakeProps): JSX.Element {
  return (
    <Capture
      state={state}
      part={part}
      progress={progressOf(part, [part])}
      reasons={[]}
      startWithCamera={false}
      received={undefined}
      onAccepted={async () => {
        // Without what was typed before: it belonged to the old picture. Should this fail, the round is open and shown as such.
        if (handIn) await withPatience(() => submit({})).catch(() => undefined);
        await refresh();
        onDone();
      }}
      onCancel={onDone}
      refresh={refresh}
    />
  );
}
