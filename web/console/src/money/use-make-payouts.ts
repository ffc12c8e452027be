import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { ApiProblem } from '../api/client';
import { makePayouts } from '../api/money';
import { useSettings } from '../settings';

/** Makes payouts of these statements and opens what was made; what went wrong is said in words. */
export function useMakePayouts() {
  const { t } = useSettings();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: (ids: readonly string[]) => makePayouts(ids),
    onSuccess: (payouts) => {
      const [one, ...others] = payouts;
      void navigate(one !== undefined && others.length === 0 ? `/payouts/${one.id}` : '/payouts?state=created');
    },
    onSettled: () =>
      Promise.all(
        [['statements'], ['statement'], ['payouts']].map((queryKey) => queries.invalidateQueries({ queryKey })),
      ),
  });
  const words = t.money.select;
  const code = run.error instanceof ApiProblem ? run.error.code : '';
  const said = code === 'StatementNotReady' ? words.notReady : code === 'CommissionHeld' ? words.held : words.failed;
  return { run, problem: run.isError ? said : null };
}
