import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { SelfServiceState } from '../../../../api/schemas/self-service';
import type { Part } from '../api/client';
import { progressOf } from '../parts/progress';
import { Capture } from './capture';
import { OverviewScreen } from './overview';
import type { Reason } from '../parts/notices';
import { useScene } from '../scene';

interface DocumentsProps {
  readonly state: SelfServiceState;
  readonly refresh: () => Promise<void>;
}

/** The photos of this round, one after another, then all of them at a glance before they are handed in. */
export function DocumentsScreen({ state, refresh }: DocumentsProps): JSX.Element {
  const { say } = useScene();
  const [accepted, setAccepted] = useState<readonly Part[]>([]);
  const [again, setAgain] = useState<Part | null>(null);
  const [byCamera, setByCamera] = useState(false);

  const todo = state.needed.filter((part) => !accepted.includes(part));
  const part = again ?? todo[0];
  if (part === undefined) {
    return <OverviewScreen state={state} parts={partsOf(state, accepted)} onRetake={setAgain} refresh={refresh} />;
  }

  const last = accepted[accepted.length - 1];
  const isFirst = part === todo[0] && accepted.length === 0;
  return (
    <Capture
      key={`${part}-${String(again !== null)}`}
      state={state}
      part={part}
      progress={progressOf(part, again === null ? todo : [part])}
      reasons={again === null ? reasonsFor(state, part, isFirst, say) : []}
      // The other side of the card in hand follows at once; a face should be asked for first.
      startWithCamera={byCamera && part === 'back' && last === 'front' && again === null}
      received={last}
      onAccepted={async (usedCamera) => {
        // Before the server's list is asked for: the next part decides from these how it begins.
        setByCamera(usedCamera);
        setAccepted([...accepted.filter((other) => other !== part), part]);
        setAgain(null);
        await refresh();
      }}
      {...(again === null
        ? {}
        : {
            onCancel: () => {
              setAgain(null);
            },
          })}
      refresh={refresh}
    />
  );
}

function partsOf(state: SelfServiceState, accepted: readonly Part[]): readonly Part[] {
  return (['front', 'back', 'selfie'] as const).filter(
    (part) => accepted.includes(part) || state.received.includes(part) || state.needed.includes(part),
  );
}

/** The reasons for this part; the first part of the round also carries those that belong to none of the asked ones. */
function reasonsFor(
  state: SelfServiceState,
  part: Part,
  isFirst: boolean,
  say: (text: { zh: string; en: string }) => string,
): readonly Reason[] {
  const asked: readonly string[] = state.needed;
  return state.reasons
    .filter((reason) => reason.part === part || (isFirst && (reason.part === null || !asked.includes(reason.part))))
    .map((reason) => ({
      key: `${reason.code}-${String(reason.part)}`,
      text: say(reason.text),
      remedy: say(reason.remedy),
    }));
}
