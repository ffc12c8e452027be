import { Modal } from 'antd';
import { Kbd } from '../parts/basics';
import { useSettings } from '../settings';

export function Help({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useSettings();
  const k = t.help.keys;
  const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    [
      t.help.general,
      [
        ['?', k.help],
        ['g r', k.goReviews],
        ['g t', t.tickets.keys.title],
        ['g o', k.goOrders],
        ['g a', t.audit.title],
        ['g h', t.money.keys.waiting],
        ['g s', t.money.keys.statements],
        ['g p', t.money.keys.payouts],
        ['g c', k.goConflicts],
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
