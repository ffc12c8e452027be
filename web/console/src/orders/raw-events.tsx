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
      <div className="scroll-x" tabIndex={0} role="region" aria-label={t.order.tabs.raw}>
        <table className="tbl">
          <colgroup>
            <col className="c-version" />
            <col className="c-time" />
            <col className="c-event" />
            <col className="c-actor" />
            <col className="c-state" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">{words.time}</th>
              <th scope="col">{words.event}</th>
              <th scope="col">{words.actor}</th>
              <th scope="col">{words.state}</th>
              <th scope="col">{words.content}</th>
            </tr>
          </thead>
          <tbody>
            {entries
              .toSorted((a, b) => b.version - a.version)
              .map((entry) => (
                <tr key={entry.version}>
                  <td>{entry.version}</td>
                  <td className="nw">{exact(entry.at)}</td>
                  <td className="mono any">{entry.event}</td>
                  <td>
                    {t.order.actor[entry.actor.kind]} {entry.actor.name}
                  </td>
                  <td className="mono any">
                    {entry.stage} / {entry.status}
                  </td>
                  <td className="mono any s12">{JSON.stringify(entry.raw)}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
