import type { LucideIcon } from 'lucide-react';
import { type Stage, stageName, type Status } from '../../../../api/schemas/words';
import { useSettings } from '../settings';
import { Pill, type Tone } from './basics';
import { CircleCheck, CircleX, Clock, Hourglass, LoaderCircle, TriangleAlert, X } from './icons';

const LOOK: Record<Stage, readonly [Tone, LucideIcon]> = {
  received: ['info', LoaderCircle],
  verifying: ['info', LoaderCircle],
  provisioning: ['info', LoaderCircle],
  shipping: ['info', LoaderCircle],
  activating: ['info', LoaderCircle],
  active: ['ok', CircleCheck],
  rejected: ['bad', CircleX],
  cancelled: ['plain', X],
  expired: ['plain', Clock],
  returned: ['plain', X],
  failed: ['bad', TriangleAlert],
};

/** Statuses in which somebody outside has to move: amber asks for a look, blue is on its way. */
const WAITING: Partial<Record<Status, readonly [Tone, LucideIcon]>> = {
  'awaiting-documents': ['info', Hourglass],
  'awaiting-source': ['unk', Hourglass],
  'in-review': ['warn', Hourglass],
  'awaiting-carrier': ['info', Hourglass],
  'carrier-down': ['bad', TriangleAlert],
  'courier-down': ['bad', TriangleAlert],
  'in-transit': ['info', Hourglass],
  returning: ['warn', TriangleAlert],
  'awaiting-activation': ['info', Hourglass],
  'activation-held': ['warn', TriangleAlert],
  'activation-stopped': ['warn', TriangleAlert],
  parked: ['warn', TriangleAlert],
};

export function StagePill({ stage, status }: { stage: Stage; status?: Status }) {
  const { t, say } = useSettings();
  const [tone, icon] = (status === undefined ? undefined : WAITING[status]) ?? LOOK[stage];
  return (
    <Pill tone={tone} icon={icon}>
      {say(stageName(stage))}
      {status === undefined || status === 'ended' ? null : <span className="fine">{t.status[status]}</span>}
    </Pill>
  );
}
