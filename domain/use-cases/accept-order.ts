import type { Instant, Msisdn, OrderId, PartyId, PurchaseId } from '../brand';
import { canonicalJson } from '../canonical-json';
import { requiredConsentsGiven } from '../consents';
import { DomainError } from '../errors';
import { ageOn, normaliseIdNumber, readIdNumber } from '../id-number';
import { type Actor, begin } from '../order';
import type { BlindIndexEntry, BlindIndexPort } from '../ports/blind-index';
import type { IdsPort } from '../ports/messages';
import type { SealingPort } from '../ports/sealing';
import type { PlanRecord } from '../ports/stores/catalogue';
import type { NumberScope } from '../ports/stores/numbers';
import type { Row } from '../ports/stores/row';
import type { Tx, UnitOfWork } from '../ports/unit-of-work';
import type {
  AcceptedOrder,
  Alternative,
  IntakeAnswer,
  IntakePort,
  OrderCommandInput,
  RefusalReason,
} from '../ports/use-cases';
import { type Applicant, coolDownEnds, disqualify, oldEnoughFrom, otherPlan } from '../qualification';
import { orderWorkflowId } from '../references';
import { describeReason, inSentences } from '../texts/reasons';
import { plusMs, shanghaiDay } from '../time';
import { HOLD_MS } from '../waits';
import { contactContext, identityContext } from './party';
import { restock } from './stock-numbers';

export interface IntakePorts {
  readonly work: UnitOfWork;
  readonly ids: IdsPort;
  readonly sealing: SealingPort;
  readonly blindIndex: BlindIndexPort;
}

/** Answers and ids of one accepted command, kept together while the transaction runs. */
interface Prepared {
  readonly purchaseId: PurchaseId;
  readonly partyId: PartyId;
  readonly idNumber: string;
  readonly sealedIdentity: Uint8Array;
  readonly sealedContact: Uint8Array;
}

/**
 * The intake of `ARCHITECTURE.md` section 2: idempotency key, qualification, number hold, order, first journal entry
 * and outbox in one transaction; Temporal is asked afterwards, by the outbox.
 */
export function acceptOrders(ports: IntakePorts): IntakePort {
  return {
    async accept(channel, command) {
      const said = saidIn(ports.blindIndex, command);
      const known = await ports.work.inTransaction((tx) => repeated(tx, channel, command, said));
      if (known) return known;
      // The keys of a new party are committed before they seal anything, so sealing comes before the transaction.
      const prepared = await prepare(ports, command);
      return ports.work.inTransaction((tx) => decide(ports, tx, channel, command, said, prepared));
    },
  };
}

/** What tells one command from another without being readable. */
interface Said {
  /** Under the newest key: what is written. */
  readonly bodyHash: string;
  /** Under every live key: a reference that was bound before the newest key came is still known. */
  readonly digests: readonly BlindIndexEntry[];
}

/** Keyed, because a command holds a person: who only has the table must not be able to try names and numbers. */
/** Of the command as it is understood: an ID number typed with blanks or a small x is the same one. */
function saidIn(blindIndex: BlindIndexPort, command: OrderCommandInput): Said {
  const holder = { ...command.holder, idNumber: normaliseIdNumber(command.holder.idNumber) };
  const digests = blindIndex.digest('command', canonicalJson({ ...command, holder }));
  const [newest] = digests;
  if (!newest) throw new Error('no live key of the blind index');
  return { bodyHash: newest.digest, digests };
}

/** The answer to a reference that is bound already; null when it is free. */
async function repeated(
  tx: Tx,
  channel: string,
  command: OrderCommandInput,
  { bodyHash, digests }: Said,
): Promise<IntakeAnswer | null> {
  const bound = await tx.intake.find(channel, command.externalRef);
  if (!bound) return null;
  const orders = await tx.orders.summaries(bound.purchaseRow);
  if (digests.some(({ digest }) => digest === bound.bodyHash))
    return { kind: 'repeat', purchaseId: bound.purchaseId, orders };
  await tx.intake.conflict({
    kind: 'reference-reused',
    channel,
    externalRef: command.externalRef,
    purchaseRow: bound.purchaseRow,
    orderRow: null,
    detail: { bodyHash, boundHash: bound.bodyHash, asked: askedFor(command) },
  });
  return { kind: 'conflict', purchaseId: bound.purchaseId, orders };
}

/** What may be kept in clear of a command that was not taken: what was ordered, nothing of the person. */
const askedFor = ({ planCode, quantity, city, numbers, agentCode }: OrderCommandInput) => ({
  planCode,
  quantity,
  city,
  numbers: numbers ?? null,
  agentCode: agentCode ?? null,
});

async function prepare(ports: IntakePorts, command: OrderCommandInput): Promise<Prepared> {
  const partyId = ports.ids.next('pty');
  const idNumber = normaliseIdNumber(command.holder.idNumber);
  const identity = JSON.stringify({ name: command.holder.name, idNumber });
  const contact = JSON.stringify({ phone: command.holder.phone, delivery: command.delivery });
  return {
    purchaseId: ports.ids.next('pur'),
    partyId,
    idNumber,
    sealedIdentity: await ports.sealing.seal(partyId, 'identity', identity, identityContext(partyId)),
    sealedContact: await ports.sealing.seal(partyId, 'contact', contact, contactContext(partyId)),
  };
}

async function decide(
  ports: IntakePorts,
  tx: Tx,
  channel: string,
  command: OrderCommandInput,
  said: Said,
  prepared: Prepared,
): Promise<IntakeAnswer> {
  await tx.intake.lockReference(channel, command.externalRef);
  const known = await repeated(tx, channel, command, said);
  if (known) return known;

  const plan = await tx.catalogue.plan(command.planCode);
  if (!plan) throw new DomainError('BodyInvalid', 'unknown plan', [{ pointer: '/planCode', detail: 'no such plan' }]);
  await assertReferences(tx, command);
  const applicant = await lookUp(ports, tx, command, prepared.idNumber);
  const scope: NumberScope = { carrier: plan.carrier, planCode: plan.code, city: command.city };
  // Locked until the transaction ends, so what is judged here is what is held below.
  const numbers = command.numbers
    ? await tx.numbers.lockChosen(scope, command.numbers)
    : await tx.numbers.pick(scope, command.quantity);
  const free = command.numbers ? command.quantity : numbers.length;
  const reasons = [
    ...disqualify(plan, applicant, command.quantity, { free }, tx.now),
    ...takenNumbers(command.numbers ?? [], numbers),
  ];
  if (reasons.length > 0) {
    await tx.intake.refused(channel, command.externalRef, said.bodyHash, reasons);
    // An empty pool takes no order that would ask for more.
    if (free < command.quantity) await restock(tx, scope);
    return { kind: 'refused', reasons, alternatives: await alternatives(tx, plan, applicant, command) };
  }
  return accept(ports, tx, { channel, command, bodyHash: said.bodyHash, prepared, plan, numbers });
}

/** The loser of a number is told so and never silently given another one. */
function takenNumbers(wanted: readonly Msisdn[], free: readonly Msisdn[]): readonly RefusalReason[] {
  return wanted.flatMap((number, index) =>
    free.includes(number)
      ? []
      : [
          {
            code: 'NUMBER_TAKEN',
            text: inSentences(describeReason('NUMBER_TAKEN')),
            pointer: `/numbers/${String(index)}`,
          },
        ],
  );
}

async function assertReferences(tx: Tx, command: OrderCommandInput): Promise<void> {
  const errors: { pointer: string; detail: string }[] = [];
  if ((await tx.catalogue.cityName(command.city)) === null) errors.push({ pointer: '/city', detail: 'no such city' });
  if (command.agentCode !== undefined && !(await tx.catalogue.agentKnown(command.agentCode))) {
    errors.push({ pointer: '/agentCode', detail: 'no such agent' });
  }
  if (command.numbers && command.numbers.length !== command.quantity) {
    errors.push({ pointer: '/numbers', detail: 'as many numbers as cards, or none' });
  }
  if (command.numbers && new Set(command.numbers).size !== command.numbers.length) {
    errors.push({ pointer: '/numbers', detail: 'each number once' });
  }
  // A machine looks at a picture as soon as it is there, so the words it rests on are agreed to before it comes.
  if (command.images && !requiredConsentsGiven(command.consents ?? [])) {
    errors.push({ pointer: '/consents', detail: 'pictures come with every required consent in its present words' });
  }
  if (errors.length > 0) throw new DomainError('BodyInvalid', 'the order names what does not exist', errors);
}

async function lookUp(ports: IntakePorts, tx: Tx, command: OrderCommandInput, idNumber: string): Promise<Applicant> {
  const today = shanghaiDay(tx.now);
  const reading = readIdNumber(idNumber, today);
  const digests = ports.blindIndex.digest('idNumber', idNumber);
  // Always the reference first, then the holder, then numbers: nobody waits for somebody who waits for them.
  if (digests[0]) await tx.intake.lockHolder(digests[0].digest);
  const byNumber = await tx.parties.riskKinds('idNumber', digests);
  const byPhone = await tx.parties.riskKinds('phone', ports.blindIndex.digest('phone', command.holder.phone));
  return {
    age: reading.ok ? ageOn(reading.birth, today) : null,
    birth: reading.ok ? reading.birth : null,
    idProblem: reading.ok ? null : reading.error,
    province: command.delivery.province,
    standing: await tx.parties.standing('idNumber', digests),
    risks: [...new Set([...byNumber, ...byPhone])],
  };
}

interface Acceptance {
  readonly channel: string;
  readonly command: OrderCommandInput;
  readonly bodyHash: string;
  readonly prepared: Prepared;
  readonly plan: PlanRecord;
  readonly numbers: readonly Msisdn[];
}

async function accept(ports: IntakePorts, tx: Tx, input: Acceptance): Promise<IntakeAnswer> {
  const { channel, command, bodyHash, prepared, plan } = input;
  const actor: Actor = { kind: 'channel', id: channel };
  const kycPolicy = await tx.catalogue.policy('kyc');
  const commissionPolicy = await tx.catalogue.policy('commission');
  const partyRow = await tx.parties.insert({
    id: prepared.partyId,
    sealedIdentity: prepared.sealedIdentity,
    sealedContact: prepared.sealedContact,
  });
  await tx.parties.index(partyRow, 'idNumber', ports.blindIndex.digest('idNumber', prepared.idNumber));
  await tx.parties.index(partyRow, 'phone', ports.blindIndex.digest('phone', command.holder.phone));
  const purchaseRow = await tx.purchases.insert({
    id: prepared.purchaseId,
    channel,
    externalRef: command.externalRef,
    partyRow,
    plan,
    city: command.city,
    province: command.delivery.province,
    agentCode: command.agentCode ?? null,
    quantity: command.quantity,
    pinned: {
      planVersion: plan.version,
      feeFen: plan.feeFen,
      kycPolicyVersion: kycPolicy?.version ?? 1,
      commissionPolicyVersion: commissionPolicy?.version ?? null,
      chosenNumbers: command.numbers ?? null,
    },
  });
  await tx.intake.bind(channel, command.externalRef, bodyHash, purchaseRow);
  if (command.consents) await tx.purchases.consent(purchaseRow, command.consents, 'channel');
  if (command.images && !(await tx.purchases.claimBlobs(purchaseRow, channel, command.images))) {
    throw new DomainError('BodyInvalid', 'an image is unknown or was used before', [
      { pointer: '/images', detail: 'upload the images again and name their new ids' },
    ]);
  }

  const orders = await createOrders(ports, tx, input, purchaseRow, actor);
  const first = orders[0];
  if (!first) throw new Error('an accepted command has at least one order');
  await tx.cases.open({
    id: ports.ids.next('kyc'),
    purchaseRow,
    leadOrderRow: first.row,
    documents: command.images ?? {},
    state: command.images ? 'submitted' : 'awaiting-documents',
    needed: command.images ? [] : ['front', 'back', 'selfie'],
  });
  return {
    kind: 'accepted',
    purchaseId: prepared.purchaseId,
    orders: orders.map(({ id, number }): AcceptedOrder => ({ id, stage: 'received', status: 'accepted', number })),
  };
}

async function createOrders(
  ports: IntakePorts,
  tx: Tx,
  { channel, command, plan, numbers }: Acceptance,
  purchaseRow: Row,
  actor: Actor,
): Promise<readonly { row: Row; id: OrderId; number: Msisdn }[]> {
  const drafts = numbers.map((number, index) => {
    const line = index + 1;
    const event = { kind: 'received' as const, externalRef: command.externalRef, line, number };
    return {
      id: ports.ids.next('ord'),
      purchaseRow,
      line,
      channel,
      plan,
      city: command.city,
      number,
      state: begin(event),
      event,
    };
  });
  const rows = await tx.orders.insert(drafts, actor);
  const created = drafts.map(({ id, number }, index) => {
    const row = rows[index];
    if (row === undefined) throw new Error('an order row is missing');
    return { row, id, number };
  });
  await tx.numbers.hold(created, plusMs(tx.now, HOLD_MS));
  await restock(tx, { carrier: plan.carrier, planCode: plan.code, city: command.city });
  for (const { id } of created) await tx.outbox.put('start-order', orderWorkflowId(id, 1), { orderId: id, attempt: 1 });
  return created;
}

/** Other plans that would work now, or the same plan later or in another city. */
async function alternatives(
  tx: Tx,
  plan: PlanRecord,
  applicant: Applicant,
  command: OrderCommandInput,
): Promise<readonly Alternative[]> {
  const found: Alternative[] = [];
  for (const other of await tx.catalogue.plansOnSale()) {
    const scope = { carrier: other.carrier, planCode: other.code, city: command.city };
    const numbers = await tx.numbers.free(scope, Math.max(3, command.quantity));
    if (disqualify(other, applicant, command.quantity, { free: numbers.length }, tx.now).length > 0) continue;
    found.push({ planCode: other.code, planName: other.name, city: command.city, numbers, text: otherPlan(other) });
  }
  const later = await samePlanLater(tx, plan, applicant, command);
  return [...found, ...(await samePlanElsewhere(tx, plan, applicant, command)), ...(later ? [later] : [])];
}

/** The same plan with a number of another city, where only the numbers of this one are missing. */
async function samePlanElsewhere(
  tx: Tx,
  plan: PlanRecord,
  applicant: Applicant,
  command: OrderCommandInput,
): Promise<readonly Alternative[]> {
  const { quantity, city } = command;
  const scope = { carrier: plan.carrier, planCode: plan.code, city };
  const here = await tx.numbers.free(scope, quantity);
  if (here.length >= quantity || disqualify(plan, applicant, quantity, { free: quantity }, tx.now).length > 0)
    return [];
  const found = await tx.numbers.freeElsewhere(scope, quantity);
  return found.map(({ city, cityName, numbers }) => ({
    planCode: plan.code,
    planName: plan.name,
    city,
    numbers,
    text: { zh: `${cityName}的号码可办此套餐。`, en: `This plan can be had with a number of ${cityName}.` },
  }));
}

/** The same plan once the applicant is old enough or the cool-down is over, where nothing else stands in the way. */
async function samePlanLater(
  tx: Tx,
  plan: PlanRecord,
  applicant: Applicant,
  command: OrderCommandInput,
): Promise<Alternative | null> {
  const standing = applicant.standing.find((s) => s.carrier === plan.carrier);
  const moments = [
    ...(standing ? [coolDownEnds(plan, standing.lastPurchaseAt)] : []),
    ...(applicant.birth ? [oldEnoughFrom(plan, applicant.birth)] : []),
  ].filter((at) => at > tx.now);
  const notBefore: Instant | undefined = moments.sort().at(-1);
  if (notBefore === undefined) return null;
  const then = { ...applicant, age: applicant.birth ? ageOn(applicant.birth, shanghaiDay(notBefore)) : null };
  const numbers = await tx.numbers.free({ carrier: plan.carrier, planCode: plan.code, city: command.city }, 3);
  if (disqualify(plan, then, command.quantity, { free: command.quantity }, notBefore).length > 0) return null;
  return {
    planCode: plan.code,
    planName: plan.name,
    city: command.city,
    numbers,
    notBefore,
    text: {
      zh: `${shanghaiDay(notBefore)} 起可办此套餐。`,
      en: `This plan can be ordered from ${shanghaiDay(notBefore)}.`,
    },
  };
}
