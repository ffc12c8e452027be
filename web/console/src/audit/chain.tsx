import { useState } from 'react';
import type { ChainLink } from '../../../../api/schemas/audit';
import { CHAIN_GROUPS } from '../../../../api/schemas/words';
import { exact } from '../../../shared/format';
import { TriangleAlert } from '../parts/icons';
import { useSettings } from '../settings';
import { minute } from './minute';

type Group = ChainLink['group'];

/** Everything that happened to the card in one line of time, newest first. */
export function Chain({ links }: { links: readonly ChainLink[] }) {
  const { t } = useSettings();
  const [group, setGroup] = useState<Group | null>(null);
  const words = t.audit.chain;
  const shown = links.filter((link) => group === null || link.group === group);
  return (
    <section className="card" aria-label={words.title}>
      <div className="hd wrap">
        <h2>{words.title}</h2>
        <span className="s12 t3">{words.count(links.length)}</span>
        <span className="grow" />
        <div className="seg scroll" role="group" aria-label={words.filter}>
          {[null, ...CHAIN_GROUPS].map((each) => (
            <button
              key={each ?? 'all'}
              type="button"
              aria-pressed={group === each}
              onClick={() => {
                setGroup(each);
              }}
            >
              {each === null ? words.all : words.groups[each]}
            </button>
          ))}
        </div>
      </div>
      {shown.length === 0 ? <p className="t3 trace-none">{words.none}</p> : null}
      <ol className="chain" reversed>
        {shown.map((link) => (
          <Link key={link.number} link={link} />
        ))}
      </ol>
    </section>
  );
}

function Link({ link }: { link: ChainLink }) {
  const { t, say } = useSettings();
  return (
    <li>
      <span className="mono t3 no">#{String(link.number).padStart(2, '0')}</span>
      <time dateTime={link.at} title={exact(link.at)} className="nw t2">
        {minute(link.at)}
      </time>
      <span className="what">
        {link.wrong ? (
          <span className="warn">
            <TriangleAlert size={14} role="img" aria-label={t.audit.chain.wrong} />{' '}
          </span>
        ) : null}
        {say(link.text)}
        {link.reference === null ? null : <span className="mono t3 s12 any"> {link.reference}</span>}
      </span>
      <span className="t2 by">{say(link.who)}</span>
    </li>
  );
}
