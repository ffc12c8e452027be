import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import type { ReviewCase } from '../../../../api/schemas/review';
import { ApiProblem } from '../api/client';
import { caseQuery, claim, giveBack, renewLease } from '../api/queries';
import { useRealNow } from '../now';
import { useDesk } from './desk-context';

export interface Lease {
  /** Milliseconds left by the server's real clock; null when this officer does not hold the case. */
  readonly left: number | null;
  /** The longest it was seen to be, for drawing what is gone of it. */
  readonly whole: number;
  readonly renew: () => void;
  readonly claim: () => void;
  readonly giveBack: () => void;
  readonly busy: boolean;
}

/** Nobody at the desk for this long: the lease is left to run out, so that a forgotten case goes back to the queue. */
const IDLE_MS = 90_000;
const CHECK_MS = 5_000;

/** The lease of one case: counts down on real time and renews itself at half, as long as somebody is working. */
export function useLease(reviewId: string, review: ReviewCase): Lease {
  const queries = useQueryClient();
  const desk = useDesk();
  const now = useRealNow();
  const { lease } = review.review;
  const mine = lease !== null && lease.mine;
  const until = mine ? Date.parse(lease.until) : null;
  const [ahead, setAhead] = useState(() => ({
    serverNow: review.serverNow,
    ms: Date.parse(review.serverNow) - Date.now(),
  }));
  if (ahead.serverNow !== review.serverNow) {
    setAhead({ serverNow: review.serverNow, ms: Date.parse(review.serverNow) - now });
  }
  const left = until === null ? null : Math.max(0, until - now - ahead.ms);
  const [whole, setWhole] = useState(left ?? 0);
  if (left !== null && left > whole) setWhole(left);

  const refresh = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: caseQuery(reviewId).queryKey });
    void queries.invalidateQueries({ queryKey: ['reviews'] });
  };
  const onError = (error: unknown): void => {
    if (error instanceof ApiProblem && error.status === 409) desk.refuse(reviewId, error.code);
    void refresh();
  };
  const renewing = useMutation({ mutationFn: () => renewLease(reviewId), onSuccess: refresh, onError });
  const claiming = useMutation({
    mutationFn: () => claim(reviewId),
    onSuccess: async () => {
      desk.forgive(reviewId);
      await refresh();
    },
    onError,
  });
  const giving = useMutation({ mutationFn: () => giveBack(reviewId), onSuccess: refresh, onError });

  const renewIfWorking = useEffectEvent((lastActive: number) => {
    const due = left !== null && left > 0 && left < whole / 2;
    if (due && Date.now() - lastActive < IDLE_MS && !renewing.isPending) renewing.mutate();
  });
  useEffect(() => {
    let lastActive = Date.now();
    const onActive = (): void => {
      lastActive = Date.now();
    };
    const events = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;
    for (const name of events) window.addEventListener(name, onActive, { passive: true });
    const timer = setInterval(() => {
      renewIfWorking(lastActive);
    }, CHECK_MS);
    return () => {
      clearInterval(timer);
      for (const name of events) window.removeEventListener(name, onActive);
    };
  }, []);

  const ranOut = left === 0;
  const onRanOut = useEffectEvent(() => void refresh());
  useEffect(() => {
    if (ranOut) onRanOut();
  }, [ranOut]);

  return {
    left,
    whole,
    renew: () => {
      if (left !== null) renewing.mutate();
    },
    claim: () => {
      claiming.mutate();
    },
    giveBack: () => {
      giving.mutate();
    },
    busy: renewing.isPending || claiming.isPending || giving.isPending,
  };
}
