import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from 'react-router';
import { claimNext } from '../api/queries';

/** Claims the most urgent case and opens it. `data === null` afterwards means: there was none. */
export function useNext() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: claimNext,
    onSuccess: async (id) => {
      if (id === null) return;
      await queries.invalidateQueries({ queryKey: ['review', id] });
      await navigate(`/reviews/${id}`);
    },
  });
}
