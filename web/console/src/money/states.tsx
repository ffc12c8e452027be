import type { LucideIcon } from 'lucide-react';
import type { AccrualView, PayoutView, StatementView } from '../../../../api/schemas/commission';
import { Pill, type Tone } from '../parts/basics';
import { CircleCheck, CircleHelp, CircleX, Clock, Hourglass, LoaderCircle, Undo2, X } from '../parts/icons';
import { useSettings } from '../settings';

type Look = readonly [Tone, LucideIcon];

const STATEMENT: Record<StatementView['state'], Look> = {
  open: ['info', LoaderCircle],
  ready: ['warn', Hourglass],
  'in-payout': ['info', Clock],
  paid: ['ok', CircleCheck],
  empty: ['plain', X],
};

const PAYOUT: Record<PayoutView['state'], Look> = {
  created: ['warn', Hourglass],
  released: ['info', LoaderCircle],
  'waiting-for-bank': ['unk', CircleHelp],
  paid: ['ok', CircleCheck],
  refused: ['bad', CircleX],
  'nothing-to-pay': ['plain', X],
  cancelled: ['plain', Undo2],
};

const ACCRUAL: Record<AccrualView['state'], Look> = {
  accrued: ['plain', Clock],
  due: ['info', Hourglass],
  held: ['warn', Hourglass],
  settled: ['info', Clock],
  paid: ['ok', CircleCheck],
  'clawed-back': ['bad', Undo2],
  refused: ['bad', CircleX],
};

export function StatementPill({ state }: { state: StatementView['state'] }) {
  const { t } = useSettings();
  const [tone, icon] = STATEMENT[state];
  return (
    <Pill tone={tone} icon={icon}>
      {t.money.statementState[state]}
    </Pill>
  );
}

export function PayoutPill({ state }: { state: PayoutView['state'] }) {
  const { t } = useSettings();
  const [tone, icon] = PAYOUT[state];
  return (
    <Pill tone={tone} icon={icon}>
      {t.money.payoutState[state]}
    </Pill>
  );
}

export function AccrualPill({ state }: { state: AccrualView['state'] }) {
  const { t } = useSettings();
  const [tone, icon] = ACCRUAL[state];
  return (
    <Pill tone={tone} icon={icon}>
      {t.money.accrualState[state]}
    </Pill>
  );
}
