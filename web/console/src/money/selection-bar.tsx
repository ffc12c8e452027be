import { Button } from 'antd';
import type { StatementView } from '../../../../api/schemas/commission';
import { money } from '../../../shared/format';
import { TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { useMakePayouts } from './use-make-payouts';

/** How many are chosen and what will happen: one payout for each agent, and nothing paid yet. */
export function SelectionBar({ chosen, onClear }: { chosen: readonly StatementView[]; onClear: () => void }) {
  const { t } = useSettings();
  const { run, problem } = useMakePayouts();
  const payouts = new Set(chosen.map(({ agent }) => agent.code)).size;
  const amount = money(chosen.reduce((sum, { payableFen }) => sum + payableFen, 0));
  const words = t.money.select;
  return (
    <section className="m-choice" aria-label={words.bar}>
      {problem === null ? null : (
        <p className="bad row" role="alert">
          <TriangleAlert size={16} aria-hidden /> {problem}
        </p>
      )}
      <div className="row wrap">
        <span className="b" role="status">
          {words.chosen(chosen.length)}
        </span>
        <span className="t2 grow">{words.will(payouts, amount)}</span>
        <Button onClick={onClear}>{words.clear}</Button>
        <Button
          type="primary"
          loading={run.isPending}
          onClick={() => {
            run.mutate(chosen.map(({ id }) => id));
          }}
        >
          {words.make(payouts)}
        </Button>
      </div>
    </section>
  );
}
