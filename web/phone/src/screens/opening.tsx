import type { JSX } from 'preact';
import { useScene } from '../scene';

/** Shapes of what is coming; the style sheet shows them only after a moment, so a quick answer does not flicker. */
export function OpeningScreen(): JSX.Element {
  const { t } = useScene();
  return (
    <div class="page skeleton" data-screen="opening">
      <main aria-busy="true">
        <h1 class="unseen">{t.opening}</h1>
        <div class="bone bone-bar" />
        <div class="bone bone-title" />
        <div class="bone bone-line" />
        <div class="bone bone-card" />
      </main>
    </div>
  );
}
