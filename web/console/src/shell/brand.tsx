import { useSettings } from '../settings';

export function Brand() {
  const { t } = useSettings();
  return (
    <div className="brand">
      <svg viewBox="0 0 24 24" fill="none" aria-hidden="true">
        <rect x="2" y="4" width="20" height="16" rx="4" fill="var(--primary)" />
        <path
          d="M6 12h4l2-3 2.5 6 2-3H18"
          stroke="var(--on-primary)"
          strokeWidth="1.8"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
      <span>{t.product}</span>
    </div>
  );
}
