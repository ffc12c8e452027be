import { count } from '../../../shared/format';

interface Chip<Value> {
  readonly value: Value;
  readonly label: string;
  /** Undefined while it is not known. */
  readonly n: number | undefined;
}

/** One chip a choice with its count, so that where things pile up is seen before anything is asked. */
export function Chips<Value extends string | null>({
  label,
  chips,
  value,
  onChange,
}: {
  readonly label: string;
  readonly chips: readonly Chip<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <div className="chips" role="group" aria-label={label}>
      {chips.map((chip) => (
        <button
          key={chip.label}
          type="button"
          className={chip.n === 0 ? 'chip none' : 'chip'}
          aria-pressed={value === chip.value}
          onClick={() => {
            onChange(chip.value);
          }}
        >
          {chip.label}
          <span className="n">{chip.n === undefined ? '' : count(chip.n)}</span>
        </button>
      ))}
    </div>
  );
}
