import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tooltip } from 'antd';
import { Suspense, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { NavLink, Outlet, useMatch, useNavigate } from 'react-router';
import { liveUpdates } from '../api/live';
import { conflictsQuery, decide, OPEN_CONFLICTS, queueQuery, signOut } from '../api/queries';
import { ticketsQuery } from '../api/tickets';
import { useHotkeys } from '../hotkeys';
import {
  ClipboardList,
  GitCompareArrows,
  Keyboard,
  LogOut,
  MessageSquareText,
  ScanFace,
  ShieldCheck,
} from '../parts/icons';
import { Kbd } from '../parts/basics';
import { Skeleton } from '../parts/states';
import { decisionDesk } from '../reviews/decision-desk';
import { DeskContext, useDesk } from '../reviews/desk-context';
import { sessionDrafts } from '../reviews/draft-store';
import { DecisionStrip } from '../reviews/decision-strip';
import { useSettings } from '../settings';
import { useNarrow } from '../use-narrow';
import { Brand } from './brand';
import { DemoControls } from './demo-controls';
import { Find } from './find';
import { Help } from './help';
import { LiveContext } from './live-state';
import { MoneyLinks } from './money-links';
import { isOfChannel, mayReadConflicts, mayReadMoney, mayReadReviews, mayReadTickets, mayTrace } from './roles';
import { useSession } from './session';
import { LanguageSwitch, ThemeSwitch } from './switches';

/** Frame of every page behind the sign-in: navigation, top bar, the page, and decisions that can still be undone. */
export function Shell() {
  const queries = useQueryClient();
  const userId = useSession().user.id;
  const live = useMemo(() => liveUpdates(queries), [queries]);
  const liveState = useSyncExternalStore(live.subscribe, live.state);
  useEffect(() => live.start(), [live]);
  const desk = useMemo(
    () =>
      decisionDesk(
        decide,
        (id) => {
          void queries.invalidateQueries({ queryKey: ['review', id] });
          void queries.invalidateQueries({ queryKey: ['reviews'] });
        },
        sessionDrafts(userId),
      ),
    [queries, userId],
  );
  const onCase = useMatch('/reviews/:id') !== null;
  const onTicket = useMatch('/tickets/*') !== null;
  const rail = onCase || onTicket;
  return (
    <LiveContext value={liveState}>
      <DeskContext value={desk}>
        <Keys />
        <div className={rail ? 'app rail' : 'app'}>
          <Navigation />
          <div className="main">
            <TopBar />
            <Suspense
              fallback={
                <main className="page">
                  <Skeleton />
                </main>
              }
            >
              <Outlet />
            </Suspense>
            <DecisionStrip />
          </div>
        </div>
      </DeskContext>
    </LiveContext>
  );
}

function Keys() {
  const navigate = useNavigate();
  const { roles } = useSession().user;
  const reviewer = mayReadReviews(roles);
  const [help, setHelp] = useState(false);
  useHotkeys({
    '?': () => {
      setHelp(true);
    },
    'g o': () => void navigate('/orders'),
    ...(mayTrace(roles) ? { 'g a': () => void navigate('/audit') } : {}),
    ...(mayReadTickets(roles) ? { 'g t': () => void navigate('/tickets') } : {}),
    ...(mayReadMoney(roles)
      ? {
          'g h': () => void navigate('/commissions'),
          'g s': () => void navigate('/statements'),
          'g p': () => void navigate('/payouts'),
        }
      : {}),
    ...(reviewer ? { 'g r': () => void navigate('/reviews') } : {}),
    ...(mayReadConflicts(roles) ? { 'g c': () => void navigate('/conflicts') } : {}),
  });
  return (
    <Help
      open={help}
      onClose={() => {
        setHelp(false);
      }}
    />
  );
}

function Navigation() {
  const { t } = useSettings();
  const { roles } = useSession().user;
  const reviewer = mayReadReviews(roles);
  const settler = mayReadConflicts(roles);
  const { data: conflicts } = useQuery({ ...conflictsQuery(OPEN_CONFLICTS), enabled: settler });
  const unsettled = conflicts?.counts.open ?? 0;
  const { data: queue } = useQuery({ ...queueQuery(), enabled: reviewer });
  const open = queue?.counts.open ?? 0;
  const worker = mayReadTickets(roles);
  const { data: tickets } = useQuery({ ...ticketsQuery('view=mine'), enabled: worker });
  const mine = tickets?.counts['mine'] ?? 0;
  // Their own page first: the bar of a phone shows four.
  const isAuditor = roles.includes('auditor');
  const trace = mayTrace(roles) ? (
    <li>
      <NavLink to="/audit">
        <ShieldCheck size={16} aria-hidden />
        <span>{t.audit.nav}</span>
      </NavLink>
    </li>
  ) : null;
  return (
    <nav className="nav" aria-label={t.nav.label}>
      <Brand />
      <ul>
        {isAuditor ? trace : null}
        {reviewer ? (
          <li>
            <NavLink to="/reviews">
              <ScanFace size={16} aria-hidden />
              <span>{t.nav.reviews}</span>
              {open === 0 ? null : <span className="n">{open}</span>}
            </NavLink>
          </li>
        ) : null}
        {worker ? (
          <li>
            <NavLink to="/tickets">
              <MessageSquareText size={16} aria-hidden />
              <span>{t.nav.tickets}</span>
              {mine === 0 ? null : <span className="n">{mine}</span>}
            </NavLink>
          </li>
        ) : null}
        <MoneyLinks />
        <li>
          <NavLink to="/orders">
            <ClipboardList size={16} aria-hidden />
            <span>{t.nav.orders}</span>
          </NavLink>
        </li>
        {settler ? (
          <li>
            <NavLink to="/conflicts">
              <GitCompareArrows size={16} aria-hidden />
              <span>{t.nav.conflicts}</span>
              {unsettled === 0 ? null : <span className="n">{unsettled}</span>}
            </NavLink>
          </li>
        ) : null}
        {isAuditor ? null : trace}
      </ul>
      <div className="foot">
        <button
          type="button"
          className="ghost"
          onClick={() => {
            window.dispatchEvent(new KeyboardEvent('keydown', { key: '?' }));
          }}
        >
          <Keyboard size={16} aria-hidden />
          <span>{t.nav.shortcuts}</span>
          <Kbd>?</Kbd>
        </button>
      </div>
    </nav>
  );
}

function TopBar() {
  const { t } = useSettings();
  const { user, sandbox } = useSession();
  const narrow = useNarrow();
  const role = user.roles[0];
  return (
    <header className="top">
      <a className="skip" href="#content">
        {t.skip}
      </a>
      {narrow ? null : (
        <search>
          <Find />
        </search>
      )}
      <span className="grow" />
      {sandbox && !isOfChannel(user.roles) ? <DemoControls /> : null}
      <LanguageSwitch />
      <ThemeSwitch />
      <span className="who">
        <span className="ava" aria-hidden>
          {user.name.slice(0, 1)}
        </span>
        <span className="who-name">
          {user.name}
          {role === undefined ? null : <span className="t3 s12">{t.role[role]}</span>}
        </span>
      </span>
      <SignOut />
    </header>
  );
}

function SignOut() {
  const { t } = useSettings();
  const desk = useDesk();
  const userId = useSession().user.id;
  const leave = async (): Promise<void> => {
    await desk.flush();
    sessionDrafts(userId).clear(); // Who leaves on purpose leaves nothing behind.
    try {
      await signOut();
    } finally {
      // Everything read in this session goes with it.
      location.assign('/console/');
    }
  };
  return (
    <Tooltip title={t.top.signOut}>
      <Button
        type="text"
        aria-label={t.top.signOut}
        icon={<LogOut size={16} aria-hidden />}
        onClick={() => void leave()}
      />
    </Tooltip>
  );
}
