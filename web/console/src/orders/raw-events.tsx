import { Table } from 'antd';
import type { TimelineEntry } from '../../../../api/schemas/order';
import { exact } from '../../../shared/format';
import { Card } from '../parts/basics';
import { useSettings } from '../settings';

/** The journal as it is kept: for those who must see the code behind the sentence. */
export function RawEvents({ entries }: { entries: readonly TimelineEntry[] }) {
  const { t } = useSettings();
  const words = t.order.raw;
  return (
    <Card title={t.order.tabs.raw} className="flush">
      <Table
        className="dense"
        size="small"
        rowKey="version"
        pagination={false}
        scroll={{ x: 900 }}
        tableLayout="fixed"
        dataSource={entries.toSorted((a, b) => b.version - a.version)}
        columns={[
          { title: '#', width: 56, dataIndex: 'version' },
          { title: words.time, width: 200, render: (_, entry) => <span className="nw">{exact(entry.at)}</span> },
          { title: words.event, width: 200, render: (_, entry) => <span className="mono any">{entry.event}</span> },
          {
            title: words.actor,
            width: 160,
            ellipsis: true,
            render: (_, { actor }) => `${t.order.actor[actor.kind]} ${actor.name ?? ''}`,
          },
          {
            title: words.state,
            width: 260,
            render: (_, entry) => (
              <span className="mono any">
                {entry.stage} / {entry.status}
              </span>
            ),
          },
          {
            title: words.content,
            render: (_, entry) => <code className="mono any s12">{JSON.stringify(entry.raw)}</code>,
          },
        ]}
      />
    </Card>
  );
}
