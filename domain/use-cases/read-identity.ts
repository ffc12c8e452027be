import type { BlobId, CaseId } from '../brand';
import { canonicalJson } from '../canonical-json';
import { mayCompareFaces } from '../consents';
import { DomainError } from '../errors';
import type { BlobPort } from '../ports/blobs';
import type { Sha256Hex } from '../ports/hash';
import type { IdentityReaderPort, IdentityReading } from '../ports/identity-check';
import type { IdsPort } from '../ports/messages';
import type { SealingPort } from '../ports/sealing';
import type { CaseRecord } from '../ports/stores/cases';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import { shanghaiDay } from '../time';
import { type Identity, openIdentity } from './party';
import { typedContext } from './submit-documents';

export const evidenceContext = (id: CaseId, round: number): string => `case/${id}/evidence/${String(round)}`;

/** What a check keeps, sealed: everything the models saw but the pictures themselves. */
export interface StoredEvidence {
  readonly reading: Omit<IdentityReading, 'portraitJpeg'>;
  readonly declared: Identity;
  readonly typed: { readonly name?: string; readonly address?: string };
}

export interface ReadPorts {
  readonly work: UnitOfWork;
  readonly blobs: BlobPort;
  readonly sealing: SealingPort;
  readonly reader: IdentityReaderPort;
  readonly ids: IdsPort;
  readonly sha256: Sha256Hex;
  readonly jpegSize: (bytes: Uint8Array) => Promise<{ readonly width: number; readonly height: number }>;
}

/**
 * Reads the pictures of one round and keeps the evidence. A round that was read already is not read again, so a lost
 * reply costs nothing.
 */
export function readIdentity(ports: ReadPorts) {
  return async (
    { caseId, round }: { caseId: CaseId; round: number },
    onStage: (stage: string) => void,
    signal?: AbortSignal,
  ): Promise<{ readonly read: boolean }> => {
    const job = await ports.work.inTransaction((tx) => gather(tx, ports, caseId, round));
    if (!job) return { read: false };
    onStage('images');
    const [front, back, selfie] = await Promise.all(
      job.blobKeys.map(async (key) => (await ports.blobs.get(key)).bytes),
    );
    if (!front || !back || !selfie) throw new DomainError('BlobNotFound', `a picture of ${caseId} is missing`);
    const reading = await ports.reader.read(
      {
        images: { front, back, selfie },
        declared: job.declared,
        typed: job.typed,
        asOf: job.asOf,
        faceDeclined: job.faceDeclined,
      },
      onStage,
      signal,
    );
    await keep(ports, job, round, reading);
    return { read: true };
  };
}

interface Job {
  readonly kyc: CaseRecord;
  readonly blobKeys: readonly string[];
  readonly declared: Identity;
  readonly typed: StoredEvidence['typed'];
  readonly asOf: ReturnType<typeof shanghaiDay>;
  readonly faceDeclined: boolean;
}

async function gather(tx: Tx, ports: ReadPorts, caseId: CaseId, round: number): Promise<Job | null> {
  const kyc = await tx.cases.lock(caseId);
  if (!kyc) throw new DomainError('CaseNotFound', `no case ${caseId}`);
  if (kyc.round !== round || (await tx.cases.check(kyc.row, round))) return null;
  const { front, back, selfie } = kyc.documents;
  if (!front || !back || !selfie) throw new Error(`round ${String(round)} of ${caseId} lacks a picture`);
  // One after another: a connection takes one statement at a time.
  const blobKeys: string[] = [];
  for (const id of [front, back, selfie]) {
    const blob = await tx.cases.blob(id);
    if (!blob) throw new DomainError('BlobNotFound', `a picture of ${caseId} is missing`);
    blobKeys.push(blob.blobKey);
  }
  const typed = kyc.sealedTyped
    ? (JSON.parse(
        new TextDecoder().decode(await ports.sealing.open(kyc.sealedTyped, typedContext(kyc.id))),
      ) as StoredEvidence['typed'])
    : {};
  return {
    kyc,
    blobKeys,
    declared: await openIdentity(tx, ports.sealing, kyc.partyId),
    typed,
    asOf: shanghaiDay(tx.now),
    faceDeclined: !mayCompareFaces(await tx.purchases.consents(kyc.purchaseRow)),
  };
}

async function keep(ports: ReadPorts, job: Job, round: number, reading: IdentityReading): Promise<void> {
  const { portraitJpeg, ...seen } = reading;
  const stored: StoredEvidence = { reading: seen, declared: job.declared, typed: job.typed };
  const json = canonicalJson(stored);
  const { kyc } = job;
  const sealedEvidence = await ports.sealing.seal(kyc.partyId, 'identity', json, evidenceContext(kyc.id, round));
  const portrait = portraitJpeg ? await keepPortrait(ports, kyc, portraitJpeg) : null;
  await ports.work.inTransaction(async (tx) => {
    const current = await tx.cases.lock(kyc.id);
    if (!current || (await tx.cases.check(kyc.row, round))) return;
    if (portrait)
      await tx.cases.insertBlob({ ...portrait, purchaseRow: kyc.purchaseRow, kind: 'portrait', owner: kyc.partyId });
    await tx.cases.insertCheck({
      caseRow: kyc.row,
      round,
      sealedEvidence,
      // Bound to the purchase's own sealing, so that the hash in the clear tells nothing about the person.
      evidenceHash: ports.sha256(`${kyc.id}\n${ports.sha256(sealedEvidence)}`),
      scores: scores(seen),
      versions: seen.versions,
      portraitBlob: portrait?.id ?? null,
    });
  });
}

async function keepPortrait(
  ports: ReadPorts,
  kyc: CaseRecord,
  bytes: Uint8Array,
): Promise<{ id: BlobId; blobKey: string; size: number; width: number; height: number }> {
  const stored = await ports.blobs.put({ owner: kyc.partyId, klass: 'images', bytes, contentType: 'image/jpeg' });
  return {
    id: ports.ids.next('blb'),
    blobKey: stored.blobKey,
    size: stored.size,
    ...(await ports.jpegSize(bytes)),
  };
}

/** What stays in the clear beside the sealed evidence: numbers only. */
function scores(reading: StoredEvidence['reading']): Record<string, unknown> {
  return {
    faceDistance: reading.faceDistance,
    ...(reading.faceDeclined === true ? { faceDeclined: true } : {}),
    sharpness: { front: reading.front.sharpness, back: reading.back.sharpness },
    faces: { portrait: reading.portrait.faces, selfie: reading.selfie.faces },
    confidence: Object.fromEntries(
      Object.entries(reading.fields).map(([field, { confidence }]) => [field, confidence]),
    ),
    doubtful: Object.entries(reading.fields).flatMap(([field, { doubtful }]) => (doubtful ? [field] : [])),
    milliseconds: reading.milliseconds,
  };
}
