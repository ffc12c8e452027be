import { useLive } from '../shell/live-state';
import { useSettings } from '../settings';

const TONE = { connecting: 'unk', live: 'ok', lost: 'warn' } as const;

/** Whether what is shown follows the server by itself. */
export function LiveDot() {
  const { t } = useSettings();
  const live = useLive();
  return (
    <span className="live" role="status">
      <span className={`dot ${TONE[live]}`} aria-hidden />
      {t.live[live]}
    </span>
  );
}
