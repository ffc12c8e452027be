import type { Pool } from 'pg';
import { caseId, type PurchaseId } from '../../../domain/brand';
import type { NamedConsent } from '../../../domain/consents';
import { DomainError } from '../../../domain/errors';
import { maskAddress, maskIdNumber, maskName } from '../../../domain/masks';
import { KeyDestroyed, type SealingPort } from '../../../domain/ports/sealing';
import type { CaseState, ConfirmField, SelfServiceFacts } from '../../../domain/ports/self-service';
import { DOCUMENT_PARTS, type DocumentPart } from '../../../domain/ports/uploads';
import type { Stage, Status } from '../../../domain/stages';
import { evidenceContext, type StoredEvidence } from '../../../domain/use-cases/read-identity';
import { maskedHolders, type SealedParty } from './holders';
import { row, rows } from './query';

interface PurchaseRow extends SealedParty {
  readonly row: number;
  readonly plan_name: string;
  readonly quantity: number;
  readonly case_row: number | null;
  readonly case_id: string | null;
  readonly state: CaseState | null;
  readonly round: number | null;
  readonly documents: Readonly<Partial<Record<DocumentPart, string>>> | null;
  readonly needed: string[] | null;
  readonly confirm: string[] | null;
  readonly reasons: { readonly code: string; readonly part?: string | null }[] | null;
  readonly document_retries: number | null;
  readonly face_retries: number | null;
  readonly deadline: string | null;
}

const SELECT = `
  select p.id as "row", n.name as plan_name, p.quantity, y.public_id as party, y.sealed_identity, y.sealed_contact,
    k.id as case_row, k.public_id as case_id, k.state, k.round, k.documents, k.needed, k.confirm, k.reasons, k.document_retries,
    k.face_retries,
    (select min(w.due_at) from waits w join orders o on w.subject_kind = 'order' and w.subject_id = o.id
      where o.purchase_id = p.id and w.closed_at is null and w.what in ('documents', 'number-choice')) as deadline
  from purchases p
  join plans n on n.id = p.plan_id
  join parties y on y.id = p.party_id
  left join kyc_cases k on k.purchase_id = p.id
  where p.public_id = $1`;

const isPart = (raw: string): raw is DocumentPart => (DOCUMENT_PARTS as readonly string[]).includes(raw);

/** What the phone page shows, worked out from the tables at every question. */
export async function selfServiceFacts(
  ports: { readonly pool: Pool; readonly sealing: SealingPort },
  purchase: PurchaseId,
): Promise<SelfServiceFacts> {
  const { pool, sealing } = ports;
  const found = await row<PurchaseRow>(pool, SELECT, [purchase]);
  if (!found) throw new DomainError('LinkInvalid', 'the purchase is gone');
  const [orders, consents, holder] = await Promise.all([
    rows<{ id: string; stage: Stage; status: Status; reason_code: string | null; number: string | null }>(
      pool,
      `select distinct on (line) public_id as id, stage, status, reason_code, msisdn as number
       from orders where purchase_id = $1 order by line, attempt desc`,
      [found.row],
    ),
    rows<{ kind: string; textHash: string; given: boolean }>(
      pool,
      `select kind, text_hash as "textHash", withdrawn_at is null as given from consents where purchase_id = $1`,
      [found.row],
    ),
    maskedHolders(sealing).name(found),
  ]);
  const documents = found.documents ?? {};
  const received = DOCUMENT_PARTS.filter((part) => documents[part] !== undefined);
  return {
    planName: found.plan_name,
    quantity: found.quantity,
    holder,
    caseState: found.state,
    round: found.round ?? 0,
    needed: (found.needed ?? []).filter(isPart).filter((part) => !received.includes(part)),
    received,
    confirm: found.confirm ?? [],
    reasons: (found.reasons ?? []).map(({ code, part }) => ({ code, part: part ?? null })),
    fields: await confirmFields(ports, found),
    deadline: found.deadline,
    documentRetries: found.document_retries ?? 0,
    faceRetries: found.face_retries ?? 0,
    consentsGiven: consents.filter(({ given }) => given).map(named),
    consentsDeclined: consents.filter(({ given }) => !given).map(named),
    orders: orders.map(({ reason_code: reasonCode, ...order }) => ({ ...order, reasonCode })),
  };
}

const named = ({ kind, textHash }: NamedConsent): NamedConsent => ({ kind, textHash });

/** Fields of the last reading, where the customer has something to confirm. Only a name or an address opens. */
async function confirmFields(
  { pool, sealing }: { readonly pool: Pool; readonly sealing: SealingPort },
  found: PurchaseRow,
): Promise<readonly ConfirmField[]> {
  if (found.case_row === null || found.case_id === null || (found.confirm ?? []).length === 0) return [];
  const check = await row<{ round: number; sealed_evidence: Buffer }>(
    pool,
    'select round, sealed_evidence from kyc_checks where case_id = $1 order by round desc limit 1',
    [found.case_row],
  );
  if (!check) return [];
  try {
    const plain = await sealing.open(check.sealed_evidence, evidenceContext(caseId(found.case_id), check.round));
    return fieldsOf(JSON.parse(Buffer.from(plain).toString('utf8')) as StoredEvidence, found.confirm ?? []);
  } catch (error) {
    if (error instanceof KeyDestroyed) return [];
    throw error;
  }
}

function fieldsOf({ reading: { fields } }: StoredEvidence, confirm: readonly string[]): readonly ConfirmField[] {
  const editable = (field: 'name' | 'address', mask: (text: string) => string): ConfirmField => {
    const value = fields[field].value ?? '';
    const open = confirm.includes(field);
    return { field, shown: mask(value), editable: open, value: open ? value : null };
  };
  const fixed = (field: 'idNumber' | 'validTo', shown: string): ConfirmField => ({
    field,
    shown,
    editable: false,
    value: null,
  });
  return [
    editable('name', maskName),
    fixed('idNumber', maskIdNumber(fields.idNumber.value ?? '')),
    editable('address', maskAddress),
    fixed('validTo', fields.validTo.value ?? '—'),
  ];
}
