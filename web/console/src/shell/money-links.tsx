import { useQuery } from '@tanstack/react-query';
import { NavLink } from 'react-router';
import { payoutsQuery, statementsQuery, waitingQuery } from '../api/money';
import { Hourglass, ReceiptText, Wallet } from '../parts/icons';
import { useSettings } from '../settings';
import { mayMakePayouts, mayReadMoney, mayReleasePayouts } from './roles';
import { useSession } from './session';

/** Only the counts are wanted here, and they are over everything. */
const COUNTS = 'limit=1';

/** What is held, statements and payouts, each with how many wait for this person. */
export function MoneyLinks() {
  const { t } = useSettings();
  const { roles } = useSession().user;
  const [maker, checker] = [mayMakePayouts(roles), mayReleasePayouts(roles)];
  const { data: waiting } = useQuery({ ...waitingQuery(COUNTS), enabled: maker || checker });
  const { data: statements } = useQuery({ ...statementsQuery(COUNTS), enabled: maker });
  const { data: payouts } = useQuery({ ...payoutsQuery(COUNTS), enabled: checker });
  if (!mayReadMoney(roles)) return null;
  const links = [
    { to: '/commissions', icon: Hourglass, label: t.money.waiting.title, n: waiting?.counts['held'] ?? 0 },
    { to: '/statements', icon: ReceiptText, label: t.money.statements, n: statements?.counts['ready'] ?? 0 },
    { to: '/payouts', icon: Wallet, label: t.money.payouts, n: payouts?.counts['created'] ?? 0 },
  ];
  return links.map(({ to, icon: Icon, label, n }) => (
    <li key={to}>
      <NavLink to={to}>
        <Icon size={16} aria-hidden />
        <span>{label}</span>
        {n === 0 ? null : <span className="n">{n}</span>}
      </NavLink>
    </li>
  ));
}
