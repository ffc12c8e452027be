import { useRef, type ReactNode } from 'react';

interface TabsProps<V extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly value: V; readonly label: string; readonly count?: number | undefined }[];
  readonly value: V;
  readonly onChange: (value: V) => void;
}

const tabId = (value: string): string => `tab-${value}`;

/** Arrow keys move between tabs, as the pattern asks; only the chosen one is in the tab order. */
export function Tabs<V extends string>({ label, tabs, value, onChange }: TabsProps<V>) {
  const listRef = useRef<HTMLDivElement>(null);
  const step = (by: number): void => {
    const at = tabs.findIndex((tab) => tab.value === value);
    const next = tabs[(at + by + tabs.length) % tabs.length];
    if (next === undefined) return;
    onChange(next.value);
    listRef.current?.querySelector<HTMLElement>(`#${tabId(next.value)}`)?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} ref={listRef}>
      {tabs.map((tab) => (
        <button
          key={tab.value}
          id={tabId(tab.value)}
          type="button"
          role="tab"
          aria-selected={tab.value === value}
          aria-controls="tab-panel"
          tabIndex={tab.value === value ? 0 : -1}
          onClick={() => {
            onChange(tab.value);
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowRight' && event.key !== 'ArrowLeft') return;
            event.preventDefault();
            step(event.key === 'ArrowRight' ? 1 : -1);
          }}
        >
          {tab.label}
          {tab.count === undefined ? null : <span className="cnt">{tab.count}</span>}
        </button>
      ))}
    </div>
  );
}

export function TabPanel({ value, className, children }: { value: string; className?: string; children: ReactNode }) {
  return (
    <div id="tab-panel" role="tabpanel" aria-labelledby={tabId(value)} className={className}>
      {children}
    </div>
  );
}
