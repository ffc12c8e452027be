import type { StatementView } from '../../../../api/schemas/commission';
import { count, date } from '../../../shared/format';
import { useSettings } from '../settings';
import { Amount } from './amount';
import { StatementLink } from './statement-table';

/** The statements of one payout: they share its agent, and what they add up to is its amount. */
export function PaidStatements({ rows }: { rows: readonly StatementView[] }) {
  const { t, language } = useSettings();
  const columns = t.money.columns;
  return (
    <table className="tbl m-paid">
      <thead>
        <tr>
          <th scope="col">{columns.statement}</th>
          <th scope="col">{columns.day}</th>
          <th scope="col">{columns.lines}</th>
          <th scope="col">{columns.payable}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>
              <StatementLink id={row.id} />
            </td>
            <td className="nw">{date(row.businessDate, language)}</td>
            <td>{count(row.lines)}</td>
            <td>
              <Amount fen={row.payableFen} strong />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
