import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';

interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
  /** Degrees, a multiple of 90. */
  readonly turn: number;
}

const FIT: View = { scale: 1, x: 0, y: 0, turn: 0 };
const MIN = 1;
const MAX = 8;
const STEP = 1.4;

export interface Zoom {
  readonly view: View;
  readonly transform: string;
  readonly zoomBy: (factor: number) => void;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
  readonly rotate: (degrees: 90 | -90) => void;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLDivElement>) => void;
    readonly onDoubleClick: (event: { clientX: number; clientY: number }) => void;
  };
}

/** Zooms around a point given relative to the stage's middle: what lies under it stays under it. */
function around(view: View, factor: number, px: number, py: number): View {
  const scale = Math.min(MAX, Math.max(MIN, view.scale * factor));
  if (scale === MIN) return { ...view, scale, x: 0, y: 0 };
  const ratio = scale / view.scale;
  return { ...view, scale, x: px - (px - view.x) * ratio, y: py - (py - view.y) * ratio };
}

/** Wheel, drag, pinch, double click, buttons and keys over one picture that is fitted into its stage. */
export function useZoom(stageRef: RefObject<HTMLDivElement | null>): Zoom {
  const [view, setView] = useState(FIT);
  const pointersRef = useRef(new Map<number, { x: number; y: number }>());

  const middle = (clientX: number, clientY: number): [number, number] => {
    const box = stageRef.current?.getBoundingClientRect();
    return box === undefined ? [0, 0] : [clientX - box.left - box.width / 2, clientY - box.top - box.height / 2];
  };

  // React listens for wheel passively, where the page's own scrolling cannot be held back.
  useEffect(() => {
    const stage = stageRef.current;
    if (stage === null) return;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const box = stage.getBoundingClientRect();
      const [px, py] = [event.clientX - box.left - box.width / 2, event.clientY - box.top - box.height / 2];
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 20 : 1;
      setView((now) => around(now, Math.exp((-event.deltaY * lines) / 400), px, py));
    };
    stage.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      stage.removeEventListener('wheel', onWheel);
    };
  }, [stageRef]);

  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const pointers = pointersRef.current;
    const before = pointers.get(event.pointerId);
    if (before === undefined) return;
    const here = { x: event.clientX, y: event.clientY };
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
    pointers.set(event.pointerId, here);
    if (other === undefined) {
      setView((now) =>
        now.scale === MIN ? now : { ...now, x: now.x + here.x - before.x, y: now.y + here.y - before.y },
      );
      return;
    }
    const apart = (point: { x: number; y: number }): number => Math.hypot(point.x - other.x, point.y - other.y);
    const [px, py] = middle((here.x + other.x) / 2, (here.y + other.y) / 2);
    const factor = apart(here) / Math.max(1, apart(before));
    setView((now) => around(now, factor, px, py));
  };

  const zoomBy = (factor: number): void => {
    setView((now) => around(now, factor, 0, 0));
  };
  return {
    view,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale}) rotate(${view.turn}deg)`,
    zoomBy,
    zoomIn: () => {
      zoomBy(STEP);
    },
    zoomOut: () => {
      zoomBy(1 / STEP);
    },
    fit: () => {
      setView(FIT);
    },
    rotate: (degrees) => {
      setView((now) => ({ ...now, x: 0, y: 0, turn: now.turn + degrees }));
    },
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0 || (event.target as Element).closest('button') !== null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointersRef.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
      },
      onPointerMove,
      onPointerUp: (event) => {
        pointersRef.current.delete(event.pointerId);
      },
      onDoubleClick: ({ clientX, clientY }) => {
        const [px, py] = middle(clientX, clientY);
        setView((now) => (now.scale > MIN ? { ...FIT, turn: now.turn } : around(now, 2.5, px, py)));
      },
    },
  };
}
