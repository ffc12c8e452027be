import type { UserId } from '../../../domain/brand';
import type { DutyStore } from '../../../domain/ports/stores/tickets';
import { ROLES, type Role } from '../../../domain/stages';
import { row, rows, run, type Session } from './session';

const isRole = (raw: string): raw is Role => (ROLES as readonly string[]).includes(raw);

export function dutyStore(session: Session): DutyStore {
  return {
    async people() {
      const found = await rows<{
        user: string;
        roles: string[];
        on_duty: boolean;
        silent: boolean;
        open: number;
        last_given: string | null;
      }>(
        session,
        `select u.public_id as "user", u.roles, d.on_duty, d.silent_since is not null as silent,
           count(t.id) filter (where t.state = 'open') as open, max(t.given_at) as last_given
         from duty d join users u on u.id = d.user_id and u.active
         left join tickets t on t.assignee_id = u.id and t.state <> 'closed'
         group by u.id, d.user_id order by u.id`,
      );
      return found.map((r) => ({
        userId: r.user as UserId,
        roles: r.roles.filter(isRole),
        onDuty: r.on_duty,
        silent: r.silent,
        open: r.open,
        lastGivenMs: r.last_given === null ? null : Date.parse(r.last_given),
      }));
    },
    async holders(role) {
      const found = await rows<{ user: string; on_duty: boolean }>(
        session,
        `select u.public_id as "user", coalesce(d.on_duty, false) as on_duty
         from users u left join duty d on d.user_id = u.id where u.active and $1 = any(u.roles) order by u.id`,
        [role],
      );
      return found.map((r) => ({ userId: r.user as UserId, onDuty: r.on_duty }));
    },
    async set(user, onDuty) {
      await run(
        session,
        `insert into duty (user_id, on_duty, changed_at, last_act_at) select id, $2, $3, $3 from users where public_id = $1
         on conflict (user_id) do update set on_duty = excluded.on_duty, last_act_at = excluded.last_act_at, silent_since = null,
           changed_at = case when duty.on_duty = excluded.on_duty then duty.changed_at else excluded.changed_at end`,
        [user, onDuty, session.now],
      );
    },
    async isOn(user) {
      const found = await row<{ on_duty: boolean }>(
        session,
        'select d.on_duty from duty d join users u on u.id = d.user_id where u.public_id = $1',
        [user],
      );
      return found?.on_duty ?? false;
    },
    async acted(user) {
      const was = await row<{ silent: boolean }>(
        session,
        `update duty d set last_act_at = $2, silent_since = null
         from (select d.user_id, d.silent_since is not null as silent from duty d join users u on u.id = d.user_id where u.public_id = $1 for update of d) old
         where d.user_id = old.user_id returning old.silent`,
        [user, session.now],
      );
      return was?.silent ?? false;
    },
    async silent(user) {
      await run(
        session,
        `update duty set silent_since = coalesce(silent_since, $2) where user_id = (select id from users where public_id = $1)`,
        [user, session.now],
      );
    },
  };
}
