import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../api/client';
import { command, type TicketCommand } from '../api/tickets';
import { useSettings } from '../settings';

/** One command at a time on a ticket; what went wrong is said in words, and nothing that was written is lost. */
export function useCommand(id: string) {
  const { t } = useSettings();
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: (input: TicketCommand) => command(id, input),
    onSettled: () =>
      Promise.all([['ticket', id], ['tickets'], ['duty']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const code = run.error instanceof ApiProblem ? run.error.code : '';
  const words = t.tickets.failed;
  const said =
    code === 'TicketHeld' || code === 'TicketClosed' || code === 'NotOnDuty' || code === 'StepRefused'
      ? words[code]
      : words.other;
  return { run, problem: run.isError ? said : null };
}
