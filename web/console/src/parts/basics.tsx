import type { LucideIcon } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { exact, relative } from '../../../shared/format';
import { useBusinessNow } from '../now';
import { useSettings } from '../settings';
import { Check, Copy } from './icons';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'unk' | 'plain';

/** A state: icon, word and colour together. */
export function Pill({ tone, icon: Icon, children }: { tone: Tone; icon?: LucideIcon; children: ReactNode }) {
  return (
    <span className={`pill ${tone}`}>
      {Icon === undefined ? null : <Icon size={14} aria-hidden />}
      {children}
    </span>
  );
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>;
}

interface CardProps {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Card({ title, extra, className = '', children }: CardProps) {
  return (
    <section className={`card ${className}`} aria-label={title}>
      <div className="hd">
        <h2>{title}</h2>
        <span className="grow" />
        {extra}
      </div>
      <div className="bd">{children}</div>
    </section>
  );
}

/** Label and value pairs; a null value is left out by the caller, never shown as an empty line. */
export function Facts({ rows }: { rows: readonly (readonly [label: string, value: ReactNode])[] }) {
  return (
    <dl className="kv">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** An id in full, with a button that copies it. */
export function CopyId({ id }: { id: string }) {
  const { t } = useSettings();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => {
      setCopied(false);
    }, 2000);
    return () => {
      clearTimeout(timer);
    };
  }, [copied]);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(id);
    setCopied(true);
  };
  return (
    <span className="copy">
      <span className="mono">{id}</span>
      <button type="button" className="ghost" aria-label={`${t.copy.copy} ${id}`} onClick={() => void copy()}>
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </button>
      <span className="sr" role="status">
        {copied ? t.copy.copied : ''}
      </span>
    </span>
  );
}

/** `3 分钟前`, the exact time on hover. */
export function Ago({ at }: { at: string }) {
  const { language } = useSettings();
  const now = useBusinessNow('minute');
  return (
    <time dateTime={at} title={exact(at)} className="nw">
      {relative(at, now, language)}
    </time>
  );
}
