import { Button } from 'antd';
import { useSettings } from '../settings';
import { TriangleAlert } from '../parts/icons';

/** What is shown when drawing a page threw, or its code could not be loaded after a release. */
export function Crash() {
  const { t } = useSettings();
  return (
    <main className="page" id="content">
      <div className="blank" role="alert">
        <TriangleAlert size={20} aria-hidden />
        <p className="b">{t.state.crashed}</p>
        <p className="t3">{t.state.crashedNext}</p>
        <Button
          onClick={() => {
            location.reload();
          }}
        >
          {t.state.reload}
        </Button>
      </div>
    </main>
  );
}
