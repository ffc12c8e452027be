import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Radio } from 'antd';
import { useEffect, useRef, useState } from 'react';
import type { DecisionView, OrderCommission } from '../../../../api/schemas/commission';
import { dateTime } from '../../../shared/format';
import { ApiProblem } from '../api/client';
import { confirmDecision, proposeDecision, withdrawDecision } from '../api/money';
import { useHotkeys } from '../hotkeys';
import { Card, Pill, type Tone } from '../parts/basics';
import { Hourglass, Lock, TriangleAlert } from '../parts/icons';
import { ReasonForm } from '../parts/reason-form';
import { useSettings } from '../settings';
import { mayMakePayouts, mayReleasePayouts } from '../shell/roles';
import { useSession } from '../shell/session';

type Verdict = DecisionView['verdict'];

/** Whom held commission waits for, what finance may decide about it, and what was decided by whom and why. */
export function HoldPanel({ commission }: { commission: OrderCommission }) {
  const { say } = useSettings();
  const { wait, decisions } = commission;
  const open = decisions.find(({ state }) => state === 'proposed');
  const past = decisions.filter(({ state }) => state !== 'proposed');
  return (
    <>
      {wait === null ? null : (
        <div className="note m-gap" role="status">
          <Hourglass size={16} aria-hidden />
          <span>{say(wait.sentence)}</span>
        </div>
      )}
      {open === undefined ? <Propose commission={commission} /> : <Proposed key={open.id} decision={open} />}
      {past.length === 0 ? null : <Past decisions={past} />}
    </>
  );
}

/** One call about a decision: what shows it is read afresh, and what went wrong is said in words. */
function useDecision<Input>(act: (input: Input) => Promise<unknown>) {
  const { t } = useSettings();
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: act,
    onSettled: () =>
      Promise.all([['commission'], ['commissions']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
  const words = t.money.decide.failed;
  const code = run.error instanceof ApiProblem ? run.error.code : '';
  const known =
    code === 'NothingToDecide' || code === 'EvidenceChanged' || code === 'DecisionOpen' || code === 'DecisionClosed';
  return { run, problem: run.isError ? (known ? words[code] : words.other) : null };
}

function Problem({ text }: { text: string | null }) {
  return text === null ? null : (
    <div className="note bad m-gap" role="alert">
      <TriangleAlert size={16} aria-hidden />
      <span>{text}</span>
    </div>
  );
}

function Propose({ commission: { orderId, decidable } }: { commission: OrderCommission }) {
  const { t } = useSettings();
  const maker = mayMakePayouts(useSession().user.roles);
  const [asked, setAsked] = useState(false);
  const { run, problem } = useDecision((words: { verdict: Verdict; reason: string }) =>
    proposeDecision(orderId, { ...words, conditions: decidable }),
  );
  const words = t.money.decide;
  if (!maker || (decidable.length === 0 && problem === null)) return null;
  return (
    <>
      <Problem text={problem} />
      {decidable.length === 0 ? null : asked ? (
        <ProposeForm
          unknown={decidable.map((code) => t.money.why.code[code]).join(words.and)}
          isPending={run.isPending}
          onPropose={(input) => {
            run.mutate(input);
          }}
          onCancel={() => {
            setAsked(false);
          }}
        />
      ) : (
        <section className="card m-act" aria-label={words.title}>
          <span className="t2 grow">{words.lead}</span>
          <Button
            onClick={() => {
              setAsked(true);
            }}
          >
            {words.open}
          </Button>
        </section>
      )}
    </>
  );
}

interface ProposeFormProps {
  readonly unknown: string;
  readonly isPending: boolean;
  readonly onPropose: (input: { verdict: Verdict; reason: string }) => void;
  readonly onCancel: () => void;
}

function ProposeForm({ unknown, isPending, onPropose, onCancel }: ProposeFormProps) {
  const { t } = useSettings();
  const words = t.money.decide;
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  return (
    <ReasonForm
      title={words.propose}
      lead={words.unknown(unknown)}
      label={words.reason}
      foot={words.then}
      notNow={words.notNow}
      isReady={verdict !== null}
      isPending={isPending}
      onConfirm={(reason) => {
        if (verdict !== null) onPropose({ verdict, reason });
      }}
      onCancel={onCancel}
    >
      <Radio.Group
        value={verdict}
        onChange={({ target }) => {
          setVerdict(target.value as Verdict);
        }}
        options={(['release', 'refuse'] as const).map((value) => ({ value, label: words.choice[value] }))}
      />
    </ReasonForm>
  );
}

/** What waits for a second person, and for her what it does before the button that does it. */
function Proposed({ decision }: { decision: DecisionView }) {
  const { t } = useSettings();
  const { user } = useSession();
  const [asked, setAsked] = useState<'confirm' | 'withdraw' | null>(null);
  const confirm = useDecision(() => confirmDecision(decision.id));
  const withdraw = useDecision((reason: string) => withdrawDecision(decision.id, reason));
  const words = t.money.decide;
  const own = decision.maker.id === user.id;
  const checker = mayReleasePayouts(user.roles);
  const close = (): void => {
    setAsked(null);
  };
  return (
    <>
      <Problem text={confirm.problem ?? withdraw.problem} />
      <Card title={words.proposed}>
        <Decided decision={decision} />
      </Card>
      {asked === 'confirm' ? (
        <Confirm
          words={words.confirmThen[decision.verdict]}
          label={words.confirm[decision.verdict]}
          isPending={confirm.run.isPending}
          onConfirm={() => {
            confirm.run.mutate(undefined, { onSettled: close });
          }}
          onCancel={close}
        />
      ) : asked === 'withdraw' ? (
        <ReasonForm
          title={words.withdraw}
          lead={words.withdrawThen}
          label={words.reason}
          notNow={words.notNow}
          isDanger
          isPending={withdraw.run.isPending}
          onConfirm={(reason) => {
            withdraw.run.mutate(reason, { onSettled: close });
          }}
          onCancel={close}
        />
      ) : checker || mayMakePayouts(user.roles) ? (
        <section className="card m-act" aria-label={words.title}>
          <span className="t2 grow">
            {own ? <Lock size={16} aria-hidden /> : null} {own ? words.own : words.confirmLead}
          </span>
          <Button
            onClick={() => {
              setAsked('withdraw');
            }}
          >
            {words.withdraw}
          </Button>
          {checker && !own ? (
            <Button
              onClick={() => {
                setAsked('confirm');
              }}
            >
              {words.confirm[decision.verdict]}
            </Button>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

interface ConfirmProps {
  readonly words: string;
  readonly label: string;
  readonly isPending: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

function Confirm({ words, label, isPending, onConfirm, onCancel }: ConfirmProps) {
  const { t } = useSettings();
  const cancelRef = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    cancelRef.current?.focus();
  }, []);
  useHotkeys({ Escape: onCancel }, !isPending);
  return (
    <section className="card m-act m-confirm" aria-label={label}>
      <p>{words}</p>
      <div className="row wrap">
        <Button ref={cancelRef} disabled={isPending} onClick={onCancel}>
          {t.money.decide.notNow}
        </Button>
        <Button type="primary" loading={isPending} onClick={onConfirm}>
          {label}
        </Button>
      </div>
    </section>
  );
}

function Past({ decisions }: { decisions: readonly DecisionView[] }) {
  const { t } = useSettings();
  return (
    <Card title={t.money.decide.past} className="m-gap">
      <ul className="m-decided">
        {decisions.map((decision) => (
          <li key={decision.id}>
            <Decided decision={decision} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

const TONES: Record<DecisionView['state'], Tone> = {
  proposed: 'warn',
  confirmed: 'ok',
  withdrawn: 'plain',
  lapsed: 'plain',
};

/** Who decided what of which condition, and why. */
function Decided({ decision }: { decision: DecisionView }) {
  const { t, language } = useSettings();
  const words = t.money.decide;
  const { conditions, verdict, state, reason, maker, madeAt, checker, withdrawnBy, withdrawReason, endedAt } = decision;
  const second = checker ?? withdrawnBy;
  return (
    <>
      <div className="row wrap">
        <Pill tone={TONES[state]}>{words.state[state]}</Pill>
        <span className="b">
          {words.choice[verdict]} · {conditions.map((code) => t.money.why.code[code]).join(words.and)}
        </span>
      </div>
      <div>
        {words.because}
        {reason}
      </div>
      <div className="t3 s12">
        {words.maker} {maker.name} {dateTime(madeAt, language)}
        {second === null || endedAt === null ? null : (
          <>
            {' · '}
            {checker === null ? words.withdrawn : words.checker} {second.name} {dateTime(endedAt, language)}
            {withdrawReason === null ? null : ` · ${withdrawReason}`}
          </>
        )}
      </div>
    </>
  );
}
