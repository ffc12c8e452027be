import { addDays } from '../calendar';
import type { WantedHold } from '../ports/stores/holds';
import type { Row } from '../ports/stores/row';
import type { VersionedRule } from '../ports/stores/settlements';
import type { Tx } from '../ports/unit-of-work';
import type { AnyWaitOwner } from '../stages';
import { plusMs, shanghaiDay } from '../time';
import { ASK_EVIDENCE_DAYS, WAIT_RULES } from '../waits';
import { HANDED_TO_ANOTHER } from './decide-handover';

/** Every rule that an accrual may name. */
export async function rulesOf(tx: Tx): Promise<readonly VersionedRule[]> {
  const policies = await tx.commission.policies();
  return policies.flatMap(({ version, policy }) => policy.rules.map((rule) => ({ version, rule })));
}

/**
 * Commission that is held until a person acts has a wait with that person, of one order or of all; a hold that ended by
 * itself has none any more. Called wherever a hold begins or ends. Doing it again changes nothing.
 */
export async function alignHolds(tx: Tx, of: Row | 'all'): Promise<void> {
  const wanted = await wantedHolds(tx, of);
  await tx.holds.align(
    of,
    wanted.map((hold) => ({
      orderRow: hold.orderRow,
      what: hold.what,
      owner: ownerOf(hold),
      dueAt: plusMs(tx.now, WAIT_RULES[hold.what].dueMs),
    })),
  );
}

/** What held commission waits for people for, as its rows say now. */
export const wantedHolds = async (tx: Tx, of: Row | 'all'): Promise<readonly WantedHold[]> =>
  tx.holds.wanted(of, await rulesOf(tx), addDays(shanghaiDay(tx.now), -ASK_EVIDENCE_DAYS));

/** Who took a parcel is for an officer to decide. */
const ownerOf = ({ what, caseKind }: WantedHold): AnyWaitOwner =>
  caseKind === HANDED_TO_ANOTHER ? 'officer' : WAIT_RULES[what].owner;
