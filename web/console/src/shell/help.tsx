import { Modal } from 'antd';
import { Kbd } from '../parts/basics';
import { useSettings } from '../settings';
import { mayReadConflicts, mayReadMoney, mayReadReviews, mayReadTickets, mayTrace } from './roles';
import { useSession } from './session';

type Key = readonly [key: string, what: string];

/** A key to a page that is not in somebody's menu does nothing for them. */
const only = (may: boolean, key: Key): readonly Key[] => (may ? [key] : []);

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useSettings();
  const { roles } = useSession().user;
  const k = t.help.keys;
  const groups: readonly (readonly [string, readonly Key[]])[] = [
    [
      t.help.general,
      [
        ['?', k.help],
        ...only(mayReadReviews(roles), ['g r', k.goReviews]),
        ...only(mayReadTickets(roles), ['g t', t.tickets.keys.title]),
        ['g o', k.goOrders],
        ...only(mayTrace(roles), ['g a', t.audit.title]),
        ...only(mayReadMoney(roles), ['g h', t.money.keys.waiting]),
        ...only(mayReadMoney(roles), ['g s', t.money.keys.statements]),
        ...only(mayReadMoney(roles), ['g p', t.money.keys.payouts]),
        ...only(mayReadConflicts(roles), ['g c', k.goConflicts]),
        ['Esc', k.undo],
      ],
    ],
    [
      t.help.list,
      [
        ['/', k.search],
        ['j k', k.down],
        ['Enter', k.open],
        ['N', k.next],
      ],
    ],
    [
      t.tickets.keys.title,
      [
        ['C', t.tickets.keys.claim],
        ['R', t.tickets.keys.reply],
        ['M', t.tickets.keys.memo],
        ['Ctrl ↵', t.tickets.keys.send],
      ],
    ],
    [
      t.help.case,
      [
        ['A', k.approve],
        ['R', k.retake],
        ['X', k.reject],
        ['1–9', k.reason],
        ['M', k.note],
        ['Enter', k.submit],
        ['N', k.next],
        ['L', k.extend],
        ['← →', k.tabs],
        ['+ - 0', k.zoom],
        ['[ ]', k.rotate],
      ],
    ],
  ];
  return (
    <Modal
      open={open}
      title={t.help.title}
      footer={null}
      onCancel={onClose}
      width={720}
      destroyOnHidden
      closable={{ 'aria-label': t.help.close }}
    >
      <div className="help">
        {groups.map(([title, keys]) => (
          <section key={title} aria-label={title}>
            <h3>{title}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={what}>
                  <dt>
                    {key.split(' ').map((one) => (
                      <Kbd key={one}>{one}</Kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
