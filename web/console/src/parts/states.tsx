import { Button } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { Link } from 'react-router';
import { ApiProblem } from '../api/client';
import { useSettings } from '../settings';
import { CopyId } from './basics';
import { CircleHelp, Lock, TriangleAlert } from './icons';

/** Grey lines in the shape of what comes, after 150 ms: a quick answer never flickers. */
export function Skeleton({ lines = 8, block = false }: { lines?: number; block?: boolean }) {
  const { t } = useSettings();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => {
      setLate(true);
    }, 150);
    return () => {
      clearTimeout(timer);
    };
  }, []);
  if (!late) return null;
  return (
    <div className={block ? 'skeleton block' : 'skeleton'} role="status" aria-label={t.state.loading}>
      {Array.from({ length: lines }, (_, line) => (
        <i key={line} />
      ))}
    </div>
  );
}

export function Empty({ title, next, action }: { title: string; next?: string; action?: ReactNode }) {
  return (
    <div className="blank">
      <p>{title}</p>
      {next === undefined ? null : <p className="t3">{next}</p>}
      {action}
    </div>
  );
}

/** What happened, what was kept, what to do, and the trace id to pass on. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useSettings();
  const problem = error instanceof ApiProblem ? error : null;
  const [title, next] = ((): [string, string] => {
    switch (problem?.status) {
      case 0:
        return [t.state.unreachable, t.state.unreachableKept];
      case 403:
        return [t.state.forbidden, t.state.forbiddenNext];
      case 400:
        return [t.state.malformed, t.state.malformedNext];
      case 404:
        return [t.state.missing, t.state.missingNext];
      default:
        return [t.state.failed, t.state.failedNext];
    }
  })();
  const Icon = problem?.status === 403 ? Lock : problem?.status === 404 ? CircleHelp : TriangleAlert;
  // Asking again brings the same answer: there is another way to go on.
  const isFinal = problem !== null && [400, 403, 404].includes(problem.status);
  const traceId = isFinal ? null : (problem?.traceId ?? null);
  return (
    <div className="blank" role="alert">
      <Icon size={20} aria-hidden />
      <p className="b">{title}</p>
      <p className="t3">{next}</p>
      {traceId === null ? null : (
        <p className="t3 s12">
          {t.state.trace} <CopyId id={traceId} />
        </p>
      )}
      {isFinal ? (
        <Link to="/">{t.state.home}</Link>
      ) : onRetry === undefined ? null : (
        <Button onClick={onRetry}>{t.state.retry}</Button>
      )}
    </div>
  );
}

/** Above content that is still shown though its refresh failed. */
export function Stale({ onRetry }: { onRetry: () => void }) {
  const { t } = useSettings();
  return (
    <div className="note warn" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <span className="grow">{t.state.stale}</span>
      <Button size="small" onClick={onRetry}>
        {t.state.retry}
      </Button>
    </div>
  );
}
