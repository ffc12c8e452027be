import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { useScene } from '../scene';
import type { ScreenName } from '../screens/names';
import { ProgressBar, StepLine, type Progress } from './progress';

interface PageProps {
  /** Changes with the screen: the title takes the focus then, and is read aloud. */
  readonly id: ScreenName;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly progress?: Progress | undefined;
  /** A sign above the title. */
  readonly sign?: ComponentChildren;
  readonly children?: ComponentChildren;
  /** The thumb's reach: one main action, at most two others. */
  readonly actions?: ComponentChildren;
  readonly busy?: boolean;
}

export function Page({ id, title, lead, progress, sign, children, actions, busy = false }: PageProps): JSX.Element {
  const titleRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    window.scrollTo(0, 0);
    titleRef.current?.focus({ preventScroll: true });
  }, [id]);
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <div class="page" data-screen={id}>
      <PageHeader progress={progress} />
      <main aria-busy={busy}>
        {sign}
        <h1 ref={titleRef} tabIndex={-1}>
          {title}
        </h1>
        {lead !== undefined && <p class="lead">{lead}</p>}
        {children}
      </main>
      {actions !== undefined && <footer>{actions}</footer>}
    </div>
  );
}

function PageHeader({ progress }: { progress: Progress | undefined }): JSX.Element {
  const { t, switchLanguage } = useScene();
  return (
    <header>
      {progress !== undefined && <ProgressBar progress={progress} />}
      <div class="header-line">
        {progress === undefined ? <span class="small">{t.appName}</span> : <StepLine progress={progress} />}
        <button type="button" class="quiet" aria-label={t.switchLabel} onClick={switchLanguage}>
          {t.switchTo}
        </button>
      </div>
    </header>
  );
}
