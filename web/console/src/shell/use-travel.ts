import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { JumpView } from '../../../../api/schemas/sandbox';
import { jump } from '../api/travel';

/** The word of the next moment that the server gives for a payday. */
export const DUE = 'commission is due';
/** More than some forty orders need from the channel to their commission. */
export const MOST_STEPS = 400;

export type Travel =
  | { readonly kind: 'idle' }
  | { readonly kind: 'moving'; readonly step: number; readonly last: JumpView | null }
  | { readonly kind: 'arrived'; readonly last: JumpView }
  | { readonly kind: 'too-many' }
  | { readonly kind: 'failed' };

/** Jumps one by one; `toPayDay` goes on until a commission is due, something is under way, or somebody stops it. */
export function useTravel() {
  const queries = useQueryClient();
  const [travel, setTravel] = useState<Travel>({ kind: 'idle' });
  const going = useRef(false);
  useEffect(
    () => () => {
      going.current = false;
    },
    [],
  );

  const go = async (steps: number): Promise<void> => {
    if (going.current) return;
    going.current = true;
    let last: JumpView | null = null;
    try {
      for (let step = 1; step <= steps; step += 1) {
        setTravel({ kind: 'moving', step, last });
        last = await jump();
        // A card's trace is on record with each read, so it is not read again by itself.
        void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'audit' });
        const isThere: boolean = last.kind !== 'moved' || last.what === DUE;
        if (isThere || !isGoing()) break;
        if (step === steps && steps > 1) {
          setTravel({ kind: 'too-many' });
          return;
        }
      }
      if (last !== null) setTravel({ kind: 'arrived', last });
    } catch {
      setTravel({ kind: 'failed' });
    } finally {
      going.current = false;
    }
  };
  /** Read anew after each wait: somebody may have stopped it meanwhile. */
  const isGoing = (): boolean => going.current;

  return {
    travel,
    next: () => go(1),
    toPayDay: () => go(MOST_STEPS),
    stop: (): void => {
      going.current = false;
    },
  };
}
