import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Switch, Tooltip } from 'antd';
import { dutyQuery, setDuty } from '../api/tickets';
import { TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { mayWorkTickets } from '../shell/roles';
import { useSession } from '../shell/session';

export function useDuty() {
  const worker = mayWorkTickets(useSession().user.roles);
  return useQuery({ ...dutyQuery, enabled: worker });
}

/** On duty by one's own switch: who is, gets tickets. */
export function DutySwitch() {
  const { t } = useSettings();
  const queries = useQueryClient();
  const duty = useDuty();
  const change = useMutation({
    mutationFn: setDuty,
    onSuccess: (now) => {
      if (now !== null) queries.setQueryData(dutyQuery.queryKey, now);
      void queries.invalidateQueries({ queryKey: ['tickets'] });
    },
  });
  if (duty.data === undefined) return null;
  const { onDuty, silent, colleagues } = duty.data;
  const others = colleagues.filter((one) => one.onDuty && !one.silent).length;
  return (
    <Tooltip title={silent ? t.tickets.duty.silent : t.tickets.duty.colleagues(others)}>
      <span className="duty">
        {silent ? <TriangleAlert size={14} className="warn" aria-label={t.tickets.duty.silent} /> : null}
        <span className="s12" aria-hidden>
          {onDuty ? t.tickets.duty.on : t.tickets.duty.off}
        </span>
        <Switch
          size="small"
          aria-label={onDuty ? t.tickets.duty.goOff : t.tickets.duty.goOn}
          checked={onDuty}
          loading={change.isPending}
          onChange={(next) => {
            change.mutate(next);
          }}
        />
      </span>
    </Tooltip>
  );
}
