import { queryOptions } from '@tanstack/react-query';
import type { JumpView } from '../../../../api/schemas/sandbox';
import { ApiProblem, call, read } from './client';

/** Sandbox only; the paths do not exist in production. */
export async function jump(): Promise<JumpView> {
  const answer = await call<JumpView>('/sandbox/jump', { method: 'POST' });
  if (answer === null) throw new ApiProblem(502, 'EmptyAnswer', null, 'no answer to the jump');
  return answer;
}

export const colleaguesQuery = queryOptions({
  queryKey: ['colleagues'],
  retry: false,
  queryFn: async ({ signal }) => (await read<{ on: boolean }>('/sandbox/colleagues', signal)).on,
});

export async function switchColleagues(on: boolean): Promise<void> {
  await call('/sandbox/colleagues', { method: 'POST', body: { on } });
}
