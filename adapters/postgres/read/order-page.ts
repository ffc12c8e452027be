import type { Pool } from 'pg';
import type { OrderPageFacts, OrderStory } from '../../../domain/ports/reading';
import type { SealingPort } from '../../../domain/ports/sealing';
import type { Stage } from '../../../domain/stages';
import { maskedHolders } from './holders';
import type { OrderRow } from './order-rows';
import { parcelFacts } from './parcels';
import { row, rows } from './query';

interface CaseRow {
  readonly id: string;
  readonly state: string;
  readonly round: number;
  readonly reasons: { readonly code: string }[];
  readonly face_distance: number | null;
  readonly review_ids: string[];
}

async function kycOf(pool: Pool, purchaseRow: number): Promise<OrderPageFacts['kyc']> {
  const kyc = await row<CaseRow>(
    pool,
    `select k.public_id as id, k.state, k.round, k.reasons,
       (select (c.scores ->> 'faceDistance')::float8 from kyc_checks c where c.case_id = k.id order by c.round desc limit 1)
         as face_distance,
       array(select r.public_id from reviews r where r.case_id = k.id order by r.number) as review_ids
     from kyc_cases k where k.purchase_id = $1`,
    [purchaseRow],
  );
  if (!kyc) return null;
  return {
    caseId: kyc.id,
    state: kyc.state,
    round: kyc.round,
    reasonCodes: kyc.reasons.map(({ code }) => code),
    faceDistance: kyc.face_distance,
    reviewIds: kyc.review_ids,
  };
}

/** Everything the order page shows beside the story. */
export async function orderPage(
  pool: Pool,
  sealing: SealingPort,
  found: OrderRow,
  story: OrderStory,
): Promise<OrderPageFacts> {
  const [holder, siblings, card, parcel, kyc, calls, notifications] = await Promise.all([
    maskedHolders(sealing).all(found),
    rows<{ id: string; line: number; stage: Stage; number: string | null }>(
      pool,
      `select public_id as id, line, stage, msisdn as number from orders where purchase_id = $1 and id <> $2 order by line, attempt`,
      [found.purchase_row, found.row],
    ),
    row<{ iccid: string | null }>(pool, 'select iccid from orders where id = $1', [found.row]),
    parcelFacts(pool, found.row),
    kycOf(pool, found.purchase_row),
    rows<{
      reference: string;
      command: string;
      state: string;
      opened_at: string;
      closed_at: string | null;
      text: string | null;
    }>(
      pool,
      `select reference, command, state, opened_at, closed_at, coalesce(outcome ->> 'text', outcome ->> 'word', outcome ->> 'why') as text
       from partner_calls where order_id = $1 order by id`,
      [found.row],
    ),
    rows<{ template: string; created_at: string; sent_at: string | null }>(
      pool,
      'select template, created_at, sent_at from notifications where purchase_id = $1 order by id',
      [found.purchase_row],
    ),
  ]);
  return {
    ...story,
    holder,
    siblings,
    iccid: card?.iccid ?? null,
    parcel,
    kyc,
    carrierCalls: calls.map(({ opened_at: openedAt, closed_at: closedAt, ...call }) => ({
      ...call,
      openedAt,
      closedAt,
    })),
    notifications: notifications.map(({ template, created_at: at, sent_at: sentAt }) => ({ template, at, sentAt })),
  };
}
