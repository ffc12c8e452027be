import { useHotkeys } from './hotkeys';

/** `j` and `k` move the focus over the row links of a list; Enter is the link's own. */
export function useListKeys(): void {
  useHotkeys({
    j: () => {
      move(1);
    },
    k: () => {
      move(-1);
    },
  });
}

function move(step: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-row]')];
  const now = links.findIndex((link) => link === document.activeElement);
  const next = links[now === -1 ? (step === 1 ? 0 : links.length - 1) : now + step];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
