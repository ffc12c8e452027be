import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState, type ReactNode } from 'react';
import { count } from '../../../shared/format';
import { Chips } from '../parts/chips';
import { Search, X } from '../parts/icons';
import { ListCard } from '../parts/list-card';
import { LiveDot } from '../parts/live-dot';
import { Pager } from '../parts/pager';
import { Empty } from '../parts/states';
import { useSettings } from '../settings';
import type { useMoneyFilters } from './use-money-filters';

interface Listed<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
  readonly counts: Readonly<Record<string, number>>;
}

interface MoneyListProps<Row, State extends string> {
  readonly title: string;
  readonly list: UseQueryResult<Listed<Row>>;
  readonly filters: ReturnType<typeof useMoneyFilters<State>>;
  readonly states: readonly (readonly [state: State, label: string])[];
  readonly empty: { readonly title: string; readonly next: string };
  /** Said instead where only this state is looked for and there is none. */
  readonly emptyOf: Partial<Record<State, string>>;
  readonly shown: (n: string) => string;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** Title, chips with counts, an agent, the rows, and pages by key: statements and payouts alike. */
export function MoneyList<Row, State extends string>(props: MoneyListProps<Row, State>) {
  const { title, list, filters: bar, states, empty, emptyOf, shown, children } = props;
  const { t } = useSettings();
  const { filters, change, clear, filtered } = bar;
  const data = list.data;
  return (
    <>
      <div className="head">
        <h1>{title}</h1>
        <LiveDot />
        <span className="grow" />
        <search className="filters">
          <AgentFilter
            key={filters.agent}
            agent={filters.agent}
            onChange={(agent) => {
              change({ agent });
            }}
          />
          {filtered ? (
            <Button type="text" icon={<X size={14} aria-hidden />} onClick={clear}>
              {t.money.clear}
            </Button>
          ) : null}
        </search>
      </div>
      <StateChips
        counts={data?.counts}
        states={states}
        state={filters.state}
        onChange={(state) => {
          change({ state });
        }}
      />
      <ListCard
        title={title}
        list={list}
        empty={
          filtered || filters.after !== null ? (
            <Empty
              title={
                (filters.agent === '' && filters.state !== null ? emptyOf[filters.state] : undefined) ??
                t.money.empty.noMatch
              }
              action={<Button onClick={clear}>{t.money.clear}</Button>}
            />
          ) : (
            <Empty title={empty.title} next={empty.next} />
          )
        }
      >
        {children}
      </ListCard>
      {data === undefined ? null : (
        <Pager
          shown={data.rows.length === 0 ? null : shown(count(data.rows.length))}
          after={filters.after}
          next={data.next}
          onChange={(after) => {
            change({ after });
          }}
        />
      )}
    </>
  );
}

interface ChipsProps<State extends string> {
  readonly counts: Readonly<Record<string, number>> | undefined;
  readonly states: readonly (readonly [state: State, label: string])[];
  readonly state: State | null;
  readonly onChange: (state: State | null) => void;
}

function StateChips<State extends string>({ counts, states, state, onChange }: ChipsProps<State>) {
  const { t } = useSettings();
  const total = counts === undefined ? undefined : states.reduce((sum, [each]) => sum + (counts[each] ?? 0), 0);
  const chips = [
    { value: null, label: t.money.all, n: total },
    ...states.map(([value, label]) => ({ value, label, n: counts && (counts[value] ?? 0) })),
  ];
  return <Chips label={t.money.byState} chips={chips} value={state} onChange={onChange} />;
}

function AgentFilter({ agent, onChange }: { agent: string; onChange: (agent: string) => void }) {
  const { t } = useSettings();
  const [text, setText] = useState(agent);
  const apply = (): void => {
    if (text.trim() !== agent) onChange(text.trim());
  };
  return (
    <Input
      className="agent-filter"
      aria-label={t.money.agentFilter}
      placeholder={t.money.agentFilter}
      prefix={<Search size={14} aria-hidden />}
      value={text}
      maxLength={32}
      onChange={(event) => {
        setText(event.target.value);
      }}
      onPressEnter={apply}
      onBlur={apply}
    />
  );
}
