import type { JSX } from 'preact';
import { displayed, frameIn, type Box, type Size } from '../camera/geometry';

interface ViewfinderProps {
  readonly size: { readonly window: Size; readonly video: Size };
  readonly subject: 'card' | 'face';
  readonly good: boolean;
}

/** What lies outside the frame is dimmed; the frame turns from amber corners to a closed green line. */
export function Viewfinder({ size, subject, good }: ViewfinderProps): JSX.Element {
  const { width, height } = size.window;
  const frame = frameIn(size.window, displayed(size.window, size.video), subject);
  const hole = subject === 'card' ? roundedBox(frame, 16) : oval(frame);
  return (
    <svg class="viewfinder" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <path class="dim" fill-rule="evenodd" d={`M0 0H${width}V${height}H0Z ${hole}`} />
      {subject === 'card' && !good ? (
        <path class="edge" d={corners(frame, 16, 40)} />
      ) : (
        <path class={good ? 'edge good' : 'edge'} d={hole} />
      )}
    </svg>
  );
}

function roundedBox({ left, top, width, height }: Box, r: number): string {
  const [w, h, c] = [String(width - 2 * r), String(height - 2 * r), String(r)];
  const arc = (x: number, y: number): string => `a${c} ${c} 0 0 1 ${String(x)} ${String(y)}`;
  return `M${String(left + r)} ${String(top)}h${w}${arc(r, r)}v${h}${arc(-r, r)}h-${w}${arc(-r, -r)}v-${h}${arc(r, -r)}Z`;
}

function oval({ left, top, width, height }: Box): string {
  const [rx, ry] = [String(width / 2), String(height / 2)];
  const half = (dx: number): string => `a${rx} ${ry} 0 1 1 ${String(dx)} 0`;
  return `M${left} ${String(top + height / 2)}${half(width)}${half(-width)}Z`;
}

function corners({ left, top, width, height }: Box, r: number, length: number): string {
  const [right, bottom] = [left + width, top + height];
  const corner = (x: number, y: number, sx: 1 | -1, sy: 1 | -1): string =>
    `M${String(x)} ${String(y + sy * length)}V${String(y + sy * r)}Q${String(x)} ${String(y)} ${String(x + sx * r)} ${String(y)}H${String(x + sx * length)}`;
  return [
    corner(left, top, 1, 1),
    corner(right, top, -1, 1),
    corner(right, bottom, -1, -1),
    corner(left, bottom, 1, -1),
  ].join('');
}
