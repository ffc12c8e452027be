import {
  MutationCache,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { lazy } from 'react';
import { createBrowserRouter, Link, Navigate, RouterProvider } from 'react-router';
import type { Role } from '../../../api/schemas/words';
import { ApiProblem } from './api/client';
import { sessionQuery } from './api/queries';
import { Empty, Failure, Skeleton } from './parts/states';
import { PATHS, type PagePath } from './paths';
import { SettingsProvider, useSettings } from './settings';
import { Crash } from './shell/crash';
import { landing, mayReadConflicts, mayReadMoney, mayReadReviews, mayReadTickets, mayTrace } from './shell/roles';
import { SessionContext, useSession } from './shell/session';
import { Shell } from './shell/shell';
import { SignInPage } from './shell/sign-in';
import { nonce } from './style-nonce';
import { consoleTheme } from './theme';

const OrdersPage = lazy(() => import('./orders/orders-page'));
const OrderPage = lazy(() => import('./orders/order-page'));
const ConflictsPage = lazy(() => import('./conflicts/conflicts-page'));
const QueuePage = lazy(() => import('./reviews/queue-page'));
const CasePage = lazy(() => import('./reviews/case-page'));
const TracePage = lazy(() => import('./audit/trace-page'));
const TicketsPage = lazy(() => import('./tickets/desk-page'));
const WaitingPage = lazy(() => import('./money/waiting-page'));
const StatementsPage = lazy(() => import('./money/statements-page'));
const StatementPage = lazy(() => import('./money/statement-page'));
const PayoutsPage = lazy(() => import('./money/payouts-page'));
const PayoutPage = lazy(() => import('./money/payout-page'));

/** The session ended while somebody worked: the gate shows the sign-in page, the address stays. */
function onEnd(error: unknown): void {
  const signedIn = queries.getQueryData(sessionQuery.queryKey) !== null;
  if (signedIn && error instanceof ApiProblem && error.status === 401)
    queries.setQueryData(sessionQuery.queryKey, null);
}

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      if (query.queryKey[0] !== 'session') onEnd(error);
    },
  }),
  mutationCache: new MutationCache({ onError: onEnd }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: false, // Server events say what changed.
      retry: (failures, error) =>
        failures < 2 && !(error instanceof ApiProblem && error.status >= 400 && error.status < 500),
    },
  },
});

const PAGES: Readonly<Record<PagePath, React.ReactNode>> = {
  orders: <OrdersPage />,
  'orders/:id': <OrderPage />,
  conflicts: <Only may={mayReadConflicts} page={<ConflictsPage />} />,
  reviews: <Only may={mayReadReviews} page={<QueuePage />} />,
  'reviews/:id': <Only may={mayReadReviews} page={<CasePage />} />,
  tickets: <Only may={mayReadTickets} page={<TicketsPage />} />,
  'tickets/:id': <Only may={mayReadTickets} page={<TicketsPage />} />,
  commissions: <Only may={mayReadMoney} page={<WaitingPage />} />,
  statements: <Only may={mayReadMoney} page={<StatementsPage />} />,
  'statements/:id': <Only may={mayReadMoney} page={<StatementPage />} />,
  payouts: <Only may={mayReadMoney} page={<PayoutsPage />} />,
  'payouts/:id': <Only may={mayReadMoney} page={<PayoutPage />} />,
  audit: <Only may={mayTrace} page={<TracePage />} />,
};

const router = createBrowserRouter(
  [
    {
      element: <Shell />,
      errorElement: <Crash />,
      children: [
        { index: true, element: <Landing /> },
        ...PATHS.map((path) => ({ path, element: PAGES[path], errorElement: <Crash /> })),
        { path: '*', element: <NoPage /> },
      ],
    },
  ],
  { basename: '/console' },
);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <SettingsProvider>
        <Themed />
      </SettingsProvider>
    </QueryClientProvider>
  );
}

function Themed() {
  const { language, dark } = useSettings();
  return (
    <ConfigProvider
      locale={language === 'en' ? enUS : zhCN}
      theme={consoleTheme(dark)}
      csp={{ nonce }}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <Gate />
    </ConfigProvider>
  );
}

function Gate() {
  const client = useQueryClient();
  const session = useQuery(sessionQuery);
  if (session.data === null) {
    // The first answer of a visit says that nobody is signed in; a later one, that somebody was.
    const answers = client.getQueryState(sessionQuery.queryKey)?.dataUpdateCount ?? 1;
    return <SignInPage ended={answers > 1} />;
  }
  if (session.data !== undefined) {
    return (
      <SessionContext value={session.data}>
        <RouterProvider router={router} />
      </SessionContext>
    );
  }
  return (
    <main className="page">
      {session.isError ? <Failure error={session.error} onRetry={() => void session.refetch()} /> : <Skeleton />}
    </main>
  );
}

function Landing() {
  return <Navigate to={landing(useSession().user.roles)} replace />;
}

function Only({ may, page }: { may: (roles: readonly Role[]) => boolean; page: React.ReactNode }) {
  if (may(useSession().user.roles)) return page;
  return (
    <main className="page" id="content">
      <Failure error={new ApiProblem(403, 'NotAllowed', null, '')} />
    </main>
  );
}

function NoPage() {
  const { t } = useSettings();
  return (
    <main className="page" id="content">
      <Empty title={t.state.page} action={<Link to="/">{t.state.home}</Link>} />
    </main>
  );
}
