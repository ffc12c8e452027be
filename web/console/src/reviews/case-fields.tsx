import type { ReactNode } from 'react';
import type { ReviewCase, ReviewField } from '../../../../api/schemas/review';
import { idNumber } from '../../../shared/format';
import { Check, CircleHelp } from '../parts/icons';
import { useSettings } from '../settings';
import { differences } from './differences';

/** Below this the reader's confidence is worth a figure; above it would be noise in every row. */
const SURE = 0.95;

/** 读出 / 申报 / 权威源: equal values say so in a word, unlike ones show both with the unlike characters marked. */
export function FieldTable({ review }: { review: ReviewCase }) {
  const { t } = useSettings();
  const words = t.case.fields;
  return (
    <table className="cmp">
      <colgroup>
        <col className="c-field" />
        <col />
        <col className="c-declared" />
        <col className="c-source" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{words.field}</th>
          <th scope="col">{words.read}</th>
          <th scope="col">{words.declared}</th>
          <th scope="col">{words.source}</th>
        </tr>
      </thead>
      <tbody>
        {review.fields.map((field) => (
          <FieldRow key={field.field} field={field} review={review} />
        ))}
      </tbody>
    </table>
  );
}

function FieldRow({ field, review }: { field: ReviewField; review: ReviewCase }) {
  const { t, say } = useSettings();
  const words = t.case.fields;
  const shown = (value: string): string => (field.field === 'idNumber' ? idNumber(value) : value);
  const read = field.read === null ? null : shown(field.read);
  const declared = field.declared === null ? null : shown(field.declared);
  const hit = field.differs || field.source === 'mismatch';
  const aside: ReactNode[] = [];
  if (field.field === 'birth' && review.age !== null) aside.push(words.years(review.age));
  if (field.confidence !== null && (field.doubtful || field.confidence < SURE)) {
    aside.push(
      <span key="confidence" title={words.confidence(field.confidence.toFixed(2))}>
        {field.confidence.toFixed(2)}
      </span>,
    );
  }
  return (
    <tr className={hit ? 'hit bad-row' : field.doubtful ? 'hit' : undefined}>
      <th scope="row">{words[field.field]}</th>
      <td>
        {read === null ? (
          <span className="unk">
            <CircleHelp size={14} aria-hidden /> {words.unread}
          </span>
        ) : field.differs && declared !== null ? (
          <Marked value={read} other={declared} />
        ) : (
          read
        )}
        {aside.map((each, index) => (
          <span key={index} className="c">
            {each}
          </span>
        ))}
        {field.doubtful ? <div className="sub warn">? {words.doubtful}</div> : null}
        {field.typed === null ? null : (
          <div className="sub">
            {words.typed} <Marked value={shown(field.typed)} other={read ?? ''} />
          </div>
        )}
        {field.field === 'validTo' ? <div className="sub">{say(review.validity.text)}</div> : null}
      </td>
      <td>
        {declared === null ? (
          <None />
        ) : field.differs ? (
          <span className="bad">
            <span aria-hidden>≠ </span>
            {read === null ? declared : <Marked value={declared} other={read} />}
          </span>
        ) : (
          <span className="ok" title={declared}>
            <Check size={14} aria-hidden /> {words.same}
          </span>
        )}
      </td>
      <td>
        <Source source={field.source} />
      </td>
    </tr>
  );
}

function Marked({ value, other }: { value: string; other: string }) {
  return (
    <>
      {differences(value, other).map((piece, index) =>
        piece.differs ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>,
      )}
    </>
  );
}

function Source({ source }: { source: ReviewField['source'] }) {
  const { t } = useSettings();
  const words = t.case.fields;
  switch (source) {
    case 'match':
      return (
        <span className="ok nw">
          <Check size={14} aria-hidden /> {words.match}
        </span>
      );
    case 'mismatch':
      return <span className="bad nw">≠ {words.mismatch}</span>;
    case 'unknown':
      return (
        <span className="unk nw">
          <CircleHelp size={14} aria-hidden /> {words.unknown}
        </span>
      );
    case null:
      return <None />;
  }
}

function None() {
  const { t } = useSettings();
  return (
    <span className="t3">
      <span aria-hidden>—</span>
      <span className="sr">{t.case.fields.none}</span>
    </span>
  );
}
