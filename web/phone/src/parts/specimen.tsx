import type { JSX } from 'preact';
import type { Part } from '../api/client';

/** How the picture should look: a drawing, no real card and nobody's face. */
export function Specimen({ part, small }: { part: Part; small: boolean }): JSX.Element {
  if (part === 'selfie') {
    return (
      <svg class={small ? 'specimen face small-one' : 'specimen face'} viewBox="0 0 160 160" aria-hidden="true">
        <circle class="s-edge" cx="80" cy="80" r="76" />
        <path class="s-ink" d="M80 34c-21 0-33 16-33 36s14 40 33 40 33-20 33-40-12-36-33-36z" />
        <path class="s-ink" d="M80 118c-30 0-47 13-53 27a76 76 0 0 0 106 0c-6-14-23-27-53-27z" />
      </svg>
    );
  }
  return (
    <svg class={small ? 'specimen small-one' : 'specimen'} viewBox="0 0 256 162" aria-hidden="true">
      <rect class="s-card" x="1" y="1" width="254" height="160" rx="10" />
      {part === 'front' ? <FrontDrawing /> : <BackDrawing />}
    </svg>
  );
}

function FrontDrawing(): JSX.Element {
  return (
    <>
      <path class="s-line" d="M20 30h92M20 52h48M80 52h32M20 74h110M20 96h120M20 112h84M20 140h170" />
      <rect class="s-edge" x="172" y="22" width="64" height="82" rx="4" />
      <path
        class="s-ink"
        d="M204 38c-10 0-16 8-16 18s7 20 16 20 16-10 16-20-6-18-16-18zM204 80c-15 0-25 8-27 24h54c-2-16-12-24-27-24z"
      />
    </>
  );
}

function BackDrawing(): JSX.Element {
  return (
    <>
      <circle class="s-ink" cx="46" cy="44" r="24" />
      <path class="s-line" d="M88 34h130M88 56h108M60 116h40M112 116h90M60 138h40M112 138h110" />
    </>
  );
}
