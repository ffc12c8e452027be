import { money } from '../../../shared/format';

/** Whole fen as yuan; negative in red with its sign. */
export function Amount({ fen, strong = false }: { fen: number; strong?: boolean }) {
  return <span className={`nw${fen < 0 ? ' bad' : ''}${strong ? ' b' : ''}`}>{money(fen)}</span>;
}

export function Agent({ agent }: { agent: { code: string; name: string } }) {
  return (
    <span className="ell" title={`${agent.name} ${agent.code}`}>
      {agent.name} <span className="mono t3 s12">{agent.code}</span>
    </span>
  );
}
