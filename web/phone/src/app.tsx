import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { SelfServiceState } from '../../../api/schemas/self-service';
import { readLanguage, writeLanguage, type Language } from '../../shared/i18n';
import type { Part } from './api/client';
import { Note } from './parts/notices';
import { sceneFor, SceneContext, useScene } from './scene';
import { CardScreen, isOnItsWay } from './screens/card';
import { CheckingScreen } from './screens/checking';
import { ClosedScreen } from './screens/closed';
import { ConfirmScreen } from './screens/confirm';
import { ConsentsScreen } from './screens/consents';
import { DocumentsScreen } from './screens/documents';
import { NumberScreen } from './screens/number';
import { OverviewScreen } from './screens/overview';
import { OpeningScreen } from './screens/opening';
import { ResultScreen } from './screens/result';
import { RetakeScreen } from './screens/retake';
import { useCase, type Case } from './use-case';

export function App(): JSX.Element {
  const [language, setLanguage] = useState<Language>(readLanguage);
  const [said, setSaid] = useState('');
  useEffect(() => {
    writeLanguage(language);
  }, [language]);
  const switchLanguage = useCallback(() => {
    setLanguage((now) => (now === 'en' ? 'zh-CN' : 'en'));
  }, []);
  const scene = useMemo(() => sceneFor(language, setSaid, switchLanguage), [language, switchLanguage]);
  return (
    <SceneContext.Provider value={scene}>
      <Screens />
      <div class="unseen" role="status" aria-live="polite">
        {said}
      </div>
    </SceneContext.Provider>
  );
}

function Screens(): JSX.Element {
  const { t } = useScene();
  const theCase = useCase();
  const { state, closed, stale, refresh, reopen } = theCase;
  if (state === null) {
    return closed === null ? <OpeningScreen /> : <ClosedScreen closed={closed} onRetry={reopen} />;
  }
  return (
    <>
      {stale && (
        <div class="banner" role="status">
          <Note tone="warn" icon="offline">
            {t.offline}{' '}
            <button type="button" class="link" onClick={() => void refresh()}>
              {t.retryNow}
            </button>
          </Note>
        </div>
      )}
      <Step state={state} theCase={theCase} />
    </>
  );
}

function Step({ state, theCase }: { state: SelfServiceState; theCase: Case }): JSX.Element {
  const [retaking, setRetaking] = useState<Part | null>(null);
  const { refresh } = theCase;
  if (retaking !== null && state.step === 'confirm') {
    const leave = (): void => {
      setRetaking(null);
    };
    const handIn = state.fields.length > 0;
    return <RetakeScreen state={state} part={retaking} handIn={handIn} onDone={leave} refresh={refresh} />;
  }
  switch (state.step) {
    case 'consents':
      return <ConsentsScreen state={state} refresh={refresh} />;
    case 'documents':
      return <DocumentsScreen state={state} refresh={refresh} />;
    case 'checking':
      return <CheckingScreen />;
    case 'confirm':
      // Nothing has been read yet: the photos of the round are what there is to confirm.
      if (state.fields.length === 0) {
        return <OverviewScreen state={state} parts={state.received} refresh={refresh} onRetake={setRetaking} />;
      }
      return <ConfirmScreen state={state} refresh={refresh} onRetake={setRetaking} />;
    case 'number':
      return <NumberScreen state={state} refresh={refresh} />;
    case 'done':
    case 'ended':
      return isOnItsWay(state) ? <CardScreen /> : <ResultScreen state={state} />;
  }
}
