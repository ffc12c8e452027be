import type { StatementView } from '../../../../api/schemas/commission';
import { money } from '../../../shared/format';
import { Hourglass } from '../parts/icons';
import { useSettings } from '../settings';

/** Says what of these statements no payout carries because a case is open. */
export function LeftOut({ statements }: { statements: readonly StatementView[] }) {
  const { t } = useSettings();
  const lines = statements.reduce((sum, { leftOut }) => sum + leftOut.lines, 0);
  const amountFen = statements.reduce((sum, { leftOut }) => sum + leftOut.amountFen, 0);
  return lines === 0 ? null : (
    <div className="note info m-gap">
      <Hourglass size={16} aria-hidden />
      <span>{t.money.statement.leftOut(lines, money(amountFen))}</span>
    </div>
  );
}
