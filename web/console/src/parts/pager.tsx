import { Button } from 'antd';
import { useSettings } from '../settings';
import { ArrowLeft, ArrowRight } from './icons';

interface PagerProps {
  /** How much this page shows, in words; null says nothing. */
  readonly shown?: string | null;
  /** Where this page begins; null is the newest. */
  readonly after: string | null;
  /** Where the next one begins; null where this is the last. */
  readonly next: string | null;
  /** What the two buttons say where a list is not by time. */
  readonly labels?: { readonly first: string; readonly further: string };
  readonly onChange: (after: string | null) => void;
}

/** Pages by key: back to the newest, and on to older ones. */
export function Pager({ shown = null, after, next, labels, onChange }: PagerProps) {
  const { t } = useSettings();
  return (
    <div className="pager">
      {shown === null ? null : <span className="t3 s12">{shown}</span>}
      <span className="grow" />
      {after === null ? null : (
        <Button
          icon={<ArrowLeft size={16} aria-hidden />}
          onClick={() => {
            onChange(null);
          }}
        >
          {labels?.first ?? t.orders.first}
        </Button>
      )}
      {next === null ? null : (
        <Button
          icon={<ArrowRight size={16} aria-hidden />}
          iconPlacement="end"
          onClick={() => {
            onChange(next);
          }}
        >
          {labels?.further ?? t.orders.older}
        </Button>
      )}
    </div>
  );
}
