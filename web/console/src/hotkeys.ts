import { useEffect, useEffectEvent } from 'react';

export type Hotkeys = Readonly<Record<string, (event: KeyboardEvent) => void>>;

const typing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.role === 'combobox');

/** A dialog keeps the keys to itself. */
const behindDialog = (): boolean =>
  [...document.querySelectorAll('[role=dialog][aria-modal=true]')].some((dialog) => dialog.checkVisibility());

const CHORD_MS = 1_200;
let before = { key: '', at: 0 };
let latest = before;

/**
 * Single keys (`a`, `1`, `Enter`) and pairs (`g o`), as long as nobody is typing. A key that a focused button or link
 * would answer itself (Enter, Space) is left to it.
 */
export function useHotkeys(keys: Hotkeys, enabled = true): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || behindDialog()) return;
    if (typing(event.target) && event.key !== 'Escape') return;
    const own = event.target instanceof HTMLElement && event.target.closest('button, a[href], [role=tab]') !== null;
    if (own && (event.key === 'Enter' || event.key === ' ')) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const led = event.timeStamp - before.at < CHORD_MS ? before.key : '';
    // After a `g` only a pair counts: a mistyped second key must not decide anything.
    const act = led === 'g' ? keys[`g ${key}`] : keys[key];
    if (act === undefined) return;
    event.preventDefault();
    act(event);
  });
  useEffect(() => {
    if (!enabled) return;
    const listen = (event: KeyboardEvent): void => {
      onKey(event);
    };
    window.addEventListener('keydown', listen);
    return () => {
      window.removeEventListener('keydown', listen);
    };
  }, [enabled]);
}

// In the capture phase, so that every handler of a key knows which one came before it.
window.addEventListener(
  'keydown',
  ({ key, timeStamp }) => {
    before = latest;
    latest = { key, at: timeStamp };
  },
  { capture: true },
);
