import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Switch } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { dateTime, roughDuration } from '../../../shared/format';
import { colleaguesQuery, switchColleagues } from '../api/travel';
import { ChevronDown, Clock, FastForward } from '../parts/icons';
import { useBusinessNow, useBusinessOffset } from '../now';
import { useSettings } from '../settings';
import { MOST_STEPS, DUE, useTravel, type Travel } from './use-travel';

/** Sandbox only: business time, behind it the jump to what comes next and the scripted colleagues. */
export function DemoControls() {
  const { t, language } = useSettings();
  const [open, setOpen] = useState(false);
  const rootRef = useRef<HTMLDivElement>(null);
  const buttonRef = useRef<HTMLButtonElement>(null);
  const at = new Date(useBusinessNow('minute')).toISOString();
  useEffect(() => {
    if (!open) return;
    const onPointer = (event: PointerEvent): void => {
      if (event.target instanceof Node && rootRef.current?.contains(event.target) === false) setOpen(false);
    };
    // On the whole document: a switch that is busy lets go of the focus.
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      setOpen(false);
      buttonRef.current?.focus();
    };
    document.addEventListener('pointerdown', onPointer);
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('pointerdown', onPointer);
    };
  }, [open]);
  return (
    <div className="demo" ref={rootRef}>
      <button
        ref={buttonRef}
        type="button"
        className="env clock"
        aria-expanded={open}
        aria-controls="demo-controls"
        aria-label={`${t.top.sandbox}, ${t.top.business} ${dateTime(at, language)}, ${t.travel.open}`}
        onClick={() => {
          setOpen(!open);
        }}
      >
        <span className="demo-word">{t.top.sandbox}</span>
        <Clock size={14} aria-hidden />
        <time dateTime={at}>{dateTime(at, language)}</time>
        <FastForward size={14} aria-hidden />
        <ChevronDown size={14} aria-hidden />
      </button>
      <div id="demo-controls" className="demo-panel" hidden={!open} role="group" aria-label={t.travel.title}>
        <Ahead />
        <Jumps />
        {open ? <Colleagues /> : null}
      </div>
    </div>
  );
}

function Ahead() {
  const { t, language } = useSettings();
  const offset = useBusinessOffset();
  return (
    <p className="t2 s12">
      {t.top.business}
      {offset > 0 ? ` · ${t.top.ahead(roughDuration(offset, language))}` : null}
    </p>
  );
}

function Jumps() {
  const { t } = useSettings();
  const { travel, next, toPayDay, stop } = useTravel();
  const words = t.travel;
  const moving = travel.kind === 'moving';
  return (
    <>
      <Button
        type="primary"
        block
        icon={<FastForward size={14} aria-hidden />}
        loading={moving}
        onClick={() => void next()}
      >
        {words.next}
      </Button>
      <p className="t3 s12">{words.nextHint}</p>
      <div className="row">
        <Button className="grow" disabled={moving} onClick={() => void toPayDay()}>
          {words.payDay}
        </Button>
        {moving ? <Button onClick={stop}>{words.stop}</Button> : null}
      </div>
      <p className="t3 s12">{words.payDayHint}</p>
      <p className="s12 demo-news" role="status">
        <News travel={travel} />
      </p>
    </>
  );
}

function News({ travel }: { travel: Travel }) {
  const { t, language } = useSettings();
  const words = t.travel;
  const whats: Readonly<Record<string, string>> = words.what;
  const said = (what: string): string =>
    what === DUE
      ? words.what.due
      : what === 'held commission is looked at again'
        ? words.what.held
        : what === 'hold of a number'
          ? words.what.hold
          : (whats[what.replace(/^wait /, '')] ?? words.what.partner);
  switch (travel.kind) {
    case 'idle':
      return null;
    case 'failed':
      return <span className="bad">{words.failed}</span>;
    case 'too-many':
      return words.tooMany(MOST_STEPS);
    case 'moving':
      return (
        <>
          {words.moving(travel.step)}
          {travel.last?.kind === 'moved'
            ? ` · ${words.moved(dateTime(travel.last.at, language), said(travel.last.what))}`
            : null}
        </>
      );
    case 'arrived':
      switch (travel.last.kind) {
        case 'moved':
          return words.moved(dateTime(travel.last.at, language), said(travel.last.what));
        case 'busy':
          return <span className="warn">{words.busy(travel.last.blockers.slice(0, 2).join('; '))}</span>;
        case 'nothing':
          return words.nothing;
      }
  }
}

function Colleagues() {
  const { t } = useSettings();
  const queries = useQueryClient();
  const on = useQuery(colleaguesQuery);
  const turn = useMutation({
    mutationFn: switchColleagues,
    onSettled: () => queries.invalidateQueries({ queryKey: colleaguesQuery.queryKey }),
  });
  return (
    <>
      <div className="row demo-line">
        <span className="grow" id="demo-colleagues">
          {t.travel.colleagues}
        </span>
        <Switch
          aria-labelledby="demo-colleagues"
          size="small"
          checked={on.data === true}
          loading={on.isPending || turn.isPending}
          disabled={on.data === undefined}
          onChange={(next) => {
            turn.mutate(next);
          }}
        />
      </div>
      <p className="t3 s12">{turn.isError ? <span className="bad">{t.state.failed}</span> : t.travel.colleaguesHint}</p>
    </>
  );
}
