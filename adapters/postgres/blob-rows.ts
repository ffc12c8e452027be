import type { Pool, PoolClient } from 'pg';
import type { PurchaseId } from '../../domain/brand';
import { requiredConsentsGiven } from '../../domain/consents';
import { DomainError } from '../../domain/errors';
import type { BlobRowsPort, NewBlob } from '../../domain/ports/blob-rows';
import type { ClockPort } from '../../domain/ports/clock';
import type { DocumentPart } from '../../domain/ports/uploads';
import { announce, inTransaction, row, rows } from './read/query';

interface RoundRow {
  readonly row: number;
  readonly id: string;
  readonly purchase_row: number;
  readonly party: string;
  readonly state: string;
  readonly needed: string[];
  readonly confirm: string[];
  readonly documents: Readonly<Partial<Record<DocumentPart, string>>>;
}

const SELECT_ROUND = `
  select k.id as "row", k.public_id as id, k.purchase_id as purchase_row, y.public_id as party, k.state, k.needed, k.confirm,
    k.documents
  from kyc_cases k join purchases p on p.id = k.purchase_id join parties y on y.id = p.party_id where p.public_id = $1`;

/** The open round that asks for this part, or would take it anew. */
function assertOpen(round: RoundRow | null, part: DocumentPart): RoundRow {
  if (!round) throw new DomainError('CaseNotFound', 'this purchase has no verification');
  if (round.state !== 'awaiting-documents') throw new DomainError('StepRefused', `the round is ${round.state}`);
  // Who is asked to confirm a spelling may photograph the card again instead: numbers and dates are never typed.
  if (!round.needed.includes(part) && round.confirm.length === 0)
    throw new DomainError('StepRefused', `${part} is not asked for`);
  return round;
}

/** Nothing is collected before the words it rests on were agreed to. */
async function assertConsented(asked: Pool | PoolClient, purchaseRow: number): Promise<void> {
  const given = await rows<{ kind: string; textHash: string }>(
    asked,
    `select kind, text_hash as "textHash" from consents where purchase_id = $1 and withdrawn_at is null`,
    [purchaseRow],
  );
  if (!requiredConsentsGiven(given)) throw new DomainError('StepRefused', 'the consents come first');
}

const INSERT = `
  insert into blobs (public_id, channel_code, purchase_id, kind, owner, blob_key, size, width, height, uploaded_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

export function postgresBlobRows({ pool, clock }: { readonly pool: Pool; readonly clock: ClockPort }): BlobRowsPort {
  const insert = (asked: Pool | PoolClient, blob: NewBlob, channel: string | null, purchaseRow: number | null) =>
    rows(asked, INSERT, [
      blob.id,
      channel,
      purchaseRow,
      blob.part,
      blob.owner,
      blob.blobKey,
      blob.size,
      blob.width,
      blob.height,
      clock.now(),
    ]);

  return {
    async keepForChannel(channel, blob) {
      await insert(pool, blob, channel, null);
    },

    async openPart(purchase, part) {
      const round = assertOpen(await row<RoundRow>(pool, SELECT_ROUND, [purchase]), part);
      await assertConsented(pool, round.purchase_row);
      return { owner: round.party };
    },

    replaceDocument: (purchase, blob) =>
      inTransaction(pool, async (client) => {
        const round = assertOpen(await row<RoundRow>(client, `${SELECT_ROUND} for update of k`, [purchase]), blob.part);
        await insert(client, blob, null, round.purchase_row);
        await client.query(
          `update kyc_cases set documents = documents || jsonb_build_object($2::text, $3::text), version = version + 1 where id = $1`,
          [round.row, blob.part, blob.id],
        );
        const replaced = await removeRow(client, purchase, round.documents[blob.part]);
        await announce(client, { kind: 'case', id: round.id, purchaseId: purchase });
        return { replacedBlobKey: replaced };
      }),
  };
}

/**
 * The row of a picture that the round names no more; null where a check has seen it, for then it is evidence of that
 * round. A picture that came from a channel's upload belongs here too.
 */
async function removeRow(client: PoolClient, purchase: PurchaseId, blob: string | undefined): Promise<string | null> {
  if (blob === undefined) return null;
  const removed = await row<{ blob_key: string }>(
    client,
    `delete from blobs b using purchases p where b.public_id = $1 and p.id = b.purchase_id and p.public_id = $2
       and not exists (
         select from kyc_checks c join kyc_cases k on k.id = c.case_id where k.purchase_id = p.id and c.checked_at >= b.uploaded_at
       ) returning b.blob_key`,
    [blob, purchase],
  );
  return removed?.blob_key ?? null;
}
