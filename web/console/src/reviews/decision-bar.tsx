import { Button } from 'antd';
import { useRef } from 'react';
import type { ReviewCase } from '../../../../api/schemas/review';
import { useHotkeys, type Hotkeys } from '../hotkeys';
import { Kbd } from '../parts/basics';
import { Lock, UsersRound } from '../parts/icons';
import { useSettings } from '../settings';
import type { Access } from './access';
import { NO_DRAFT, type Decision } from './decision-desk';
import { useDesk, useDeskState } from './desk-context';
import type { Lease } from './use-lease';
import { useNext } from './use-next';

interface DecisionBarProps {
  readonly review: ReviewCase;
  readonly access: Access;
  readonly lease: Lease;
}

const KEYS = { approve: 'A', retake: 'R', reject: 'X' } as const satisfies Record<Decision, string>;
const DECISIONS = ['approve', 'retake', 'reject'] as const;

/** A lease this short is made longer before the ten seconds of undo begin, or the decision would come too late. */
const LEASE_MARGIN_MS = 30_000;

/** The decision, composed in place: choice, reason, what the customer will read, internal note, one submit. */
export function DecisionBar({ review, access, lease }: DecisionBarProps) {
  const { t, say } = useSettings();
  const desk = useDesk();
  const { drafts, held } = useDeskState();
  const next = useNext();
  const noteRef = useRef<HTMLTextAreaElement>(null);
  const { id, approvals, approvalsNeeded } = review.review;
  const draft = drafts.get(id) ?? NO_DRAFT;
  const words = t.case.bar;

  const open = access === 'mine' && review.clear && held?.reviewId !== id;
  const reasons = review.options.filter((option) => option.decision === draft.decision);
  const chosen = reasons.find((option) => option.reasonCode === draft.reasonCode);
  const ready = open && chosen !== undefined;
  const needsAnother = draft.decision === 'approve' && approvalsNeeded - approvals > 1;

  const choose = (decision: Decision): void => {
    const options = review.options.filter((option) => option.decision === decision);
    const only = options.length === 1 ? options[0]?.reasonCode : undefined;
    const kept = options.some((option) => option.reasonCode === draft.reasonCode) ? draft.reasonCode : null;
    desk.edit(id, { decision, reasonCode: only ?? kept });
  };
  const submit = (): void => {
    if (!ready) return;
    if (lease.left !== null && lease.left < LEASE_MARGIN_MS) lease.renew();
    const note = draft.note.trim();
    desk.submit(id, {
      decision: chosen.decision,
      reasonCode: chosen.reasonCode,
      evidenceHash: review.evidenceHash,
      ...(note === '' ? {} : { note }),
    });
  };
  const keys: Hotkeys = {
    ...Object.fromEntries(
      DECISIONS.map((decision) => [
        KEYS[decision].toLowerCase(),
        () => {
          choose(decision);
        },
      ]),
    ),
    ...Object.fromEntries(
      reasons.slice(0, 9).map((option, index) => [
        String(index + 1),
        () => {
          desk.edit(id, { reasonCode: option.reasonCode });
        },
      ]),
    ),
    m: () => {
      noteRef.current?.focus();
    },
    Enter: submit,
  };
  useHotkeys(keys, open);
  useHotkeys({
    n: () => {
      next.mutate();
    },
  });

  return (
    <section
      className={`dec${access === 'mine' ? '' : ' idle'}${draft.decision === null ? ' fresh' : ''}`}
      aria-label={words.label}
    >
      <div className="dec-row">
        <div className="acts" role="group" aria-label={words.label}>
          {DECISIONS.map((decision) => (
            <button
              key={decision}
              type="button"
              className={`act ${decision}`}
              aria-pressed={draft.decision === decision}
              aria-keyshortcuts={KEYS[decision]}
              disabled={!open}
              onClick={() => {
                choose(decision);
              }}
            >
              <Kbd>{KEYS[decision]}</Kbd>
              {t.case.decision[decision]}
            </button>
          ))}
        </div>
        <div className="reasons" role="group" aria-label={words.reasons}>
          {reasons.length === 0 ? (
            <span className="t3">{access === 'mine' ? words.pick : idleText(access, words)}</span>
          ) : (
            reasons.map((option, index) => (
              <button
                key={option.reasonCode}
                type="button"
                className="reason"
                aria-pressed={option.reasonCode === draft.reasonCode}
                disabled={!open}
                onClick={() => {
                  desk.edit(id, { reasonCode: option.reasonCode });
                }}
              >
                {index < 9 ? <Kbd>{index + 1}</Kbd> : null}
                {say(option.label)}
              </button>
            ))
          )}
        </div>
        <div className="next-key">
          <span className="t3 s12" role="status">
            {next.isSuccess && next.data === null ? t.queue.none : ''}
          </span>
          <Button
            type="text"
            loading={next.isPending}
            onClick={() => {
              next.mutate();
            }}
          >
            {words.next} <Kbd>N</Kbd>
          </Button>
        </div>
      </div>
      <div className="dec-row">
        <div className="fields2">
          <div className="fld" aria-live="polite">
            <span className="k">{words.customer}</span>
            <span className={chosen === undefined ? 'ell t3' : 'ell'}>
              {chosen === undefined
                ? reasons.length === 0
                  ? '—'
                  : words.pickReason
                : say(chosen.customerText) === ''
                  ? words.silent
                  : say(chosen.customerText)}
            </span>
          </div>
          <div className="fld in">
            <Lock size={14} aria-hidden />
            <label className="k" htmlFor="case-note">
              {words.note}
            </label>
            <textarea
              ref={noteRef}
              id="case-note"
              rows={1}
              maxLength={1000}
              placeholder={words.notePlaceholder}
              value={draft.note}
              onChange={(event) => {
                desk.edit(id, { note: event.target.value });
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
                if (event.key === 'Escape') event.currentTarget.blur();
              }}
            />
            <Kbd>M</Kbd>
          </div>
        </div>
        <div className="send">
          {needsAnother ? (
            <span className="warn s12 nw">
              <UsersRound size={14} aria-hidden /> {t.case.dual}
            </span>
          ) : (
            <span className="t3 s12 nw">{words.undoHint}</span>
          )}
          <Button type="primary" disabled={!ready} onClick={submit}>
            {draft.decision === null
              ? words.submitNone
              : needsAnother
                ? words.submitFirst
                : words.submit[draft.decision]}{' '}
            <Kbd>↵</Kbd>
          </Button>
        </div>
      </div>
    </section>
  );
}

function idleText(
  access: Exclude<Access, 'mine'>,
  words: { notMine: string; alreadyDecided: string; closed: string },
): string {
  switch (access) {
    case 'closed':
      return words.closed;
    case 'decided-by-me':
      return words.alreadyDecided;
    case 'held-by-other':
    case 'reader':
    case 'free':
      return words.notMine;
  }
}
