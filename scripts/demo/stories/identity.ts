import {
  decide,
  doubts,
  endings,
  freeNumbers,
  inbox,
  isFree,
  openedAtCarrier,
  page,
  person,
  place,
  reviewOf,
  send,
  textsSaying,
  times,
} from '../actions';
import type { Dice } from '../dice';
import { route, type Story } from '../story';
import { businessNow, travelTo, untilQuiet } from '../travel';
import type { World } from '../world';

const blurred: Story = {
  name: 'blurred card: SMS link to take it again, then active',
  async tell(world, dice) {
    const who = await person(world, dice, 'blurred');
    const where = route(dice);
    const delayMs = dice.between('opensAfterSeconds', 30, 5_400) * 1_000;
    const ids = await place(world, { ...where, personId: who.personId, behaviour: 'honest', delayMs });
    const ends = await endings(world, ids);
    // Every order sends links; this one names what was wrong with the picture.
    const links = (await inbox(world, who.phone)).filter((text) => /照片不够清晰.*\/phone\/#t=/u.test(text)).length;
    return {
      expected: '1 link by SMS that says why; 1 documentsAsked, 1 documentsSubmitted; active',
      actual: `${String(links)} link by SMS that says why; ${await times(world, ids[0] ?? '', 'documentsAsked', 'documentsSubmitted')}; ${ends}`,
    };
  },
};

async function inReview(
  world: World,
  dice: Dice,
): Promise<{ ids: readonly string[]; reviewId: string; phone: string }> {
  const who = await person(world, dice, 'review-band');
  const where = route(dice);
  const ids = await place(world, { ...where, personId: who.personId });
  const reviewId = await reviewOf(world, ids[0] ?? '');
  if (reviewId === null)
    throw new Error(`no review was opened: ${JSON.stringify((await page(world, ids[0] ?? '')).order)}`);
  return { ids, reviewId, phone: who.phone };
}

const bandApproved: Story = {
  name: 'face in the review band: officer approves',
  async tell(world, dice) {
    const { ids, reviewId } = await inReview(world, dice);
    const officer = dice.pick('officer', ['officer1', 'officer2']);
    const decided = await decide(world, officer, reviewId, 'approve', 'SAME_PERSON');
    return {
      expected: '1 of 1 approve; active',
      actual: `${String(decided.body.approvals)} of ${String(decided.body.approvalsNeeded)} ${String(decided.body.outcome)}; ${await endings(world, ids)}`,
    };
  },
};

const bandRejected: Story = {
  name: 'face in the review band: officer rejects, the customer reads why',
  async tell(world, dice) {
    const { ids, reviewId, phone } = await inReview(world, dice);
    const officer = dice.pick('officer', ['officer1', 'officer2']);
    await decide(world, officer, reviewId, 'reject', 'RN_FACE_REFUSED');
    const ends = await endings(world, ids);
    await untilQuiet(world);
    const why = await textsSaying(world, phone, '未通过：自拍与身份证照片不是同一人');
    return {
      expected: 'rejected RN_FACE_REFUSED; told why once; 0 cards at the carrier',
      actual: `${ends}; told why ${why === 1 ? 'once' : String(why)}; ${String(await openedAtCarrier(world, ids))} cards at the carrier`,
    };
  },
};

const declinesFace: Story = {
  name: 'customer declines face recognition: an officer compares and approves',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId, withImages: false, behaviour: 'declines-face' });
    const orderId = ids[0] ?? '';
    const reviewId = await reviewOf(world, orderId);
    if (reviewId === null)
      throw new Error(`no review was opened: ${JSON.stringify((await page(world, orderId)).order)}`);
    const { kyc } = await page(world, orderId);
    const why = await doubts(world, orderId);
    const measured = kyc?.faceDistance === null ? 'no face measured' : 'a face was measured';
    const officer = dice.pick('officer', ['officer1', 'officer2']);
    const decided = await decide(world, officer, reviewId, 'approve', 'SAME_PERSON');
    return {
      expected: 'RN_FACE_DECLINED, no face measured; 1 of 1 approve; active',
      actual: `${why}, ${measured}; ${String(decided.body.approvals)} of ${String(decided.body.approvalsNeeded)} ${String(decided.body.outcome)}; ${await endings(world, ids)}`,
    };
  },
};

const swapped: Story = {
  name: 'swapped selfie: retries, then two officers, the second refuses',
  async tell(world, dice) {
    const who = await person(world, dice, 'swapped-selfie');
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId });
    const orderId = ids[0] ?? '';
    const reviewId = await reviewOf(world, orderId);
    if (reviewId === null)
      throw new Error(`no review was opened: ${JSON.stringify((await page(world, orderId)).order)}`);
    const retries = (await page(world, orderId)).entries.filter((e) => e.event === 'documentsAsked').length;
    const [first, second] = dice.shuffled('officers', ['officer1', 'officer2']);
    const approved = await decide(world, first ?? '', reviewId, 'approve', 'SAME_PERSON');
    await decide(world, second ?? '', reviewId, 'reject', 'RN_FACE_REFUSED');
    return {
      expected: '3 retries; 1 of 2, open; rejected RN_FACE_REFUSED; 0 cards at the carrier',
      actual: `${String(retries)} retries; ${String(approved.body.approvals)} of ${String(approved.body.approvalsNeeded)}, ${approved.body.outcome === null ? 'open' : approved.body.outcome}; ${await endings(world, ids)}; ${String(await openedAtCarrier(world, ids))} cards at the carrier`,
    };
  },
};

const digitChanged: Story = {
  name: 'a digit changed on the card: not passed',
  async tell(world, dice) {
    const { kind, seen } = dice.pick('kind', [
      { kind: 'digit-changed', seen: 'RN_ID_CHECKSUM' },
      { kind: 'digit-changed-valid', seen: 'RN_FIELD_CONFLICT' },
    ]);
    const who = await person(world, dice, kind);
    const where = route(dice);
    const ids = await place(world, { ...where, personId: who.personId });
    const orderId = ids[0] ?? '';
    const reviewId = await reviewOf(world, orderId);
    // An officer would refuse anything: what counts is that the product itself saw what is wrong.
    const why = await doubts(world, orderId);
    if (reviewId !== null) await decide(world, 'officer1', reviewId, 'reject', 'RN_OCR_PS');
    const ends = await endings(world, ids);
    const passed = (await page(world, orderId)).entries.some((e) => e.event === 'identityPassed');
    return {
      expected: `${seen}; never passed; rejected RN_OCR_PS; 0 cards at the carrier`,
      actual: `${why}; ${passed ? 'passed' : 'never passed'}; ${ends}; ${String(await openedAtCarrier(world, ids))} cards at the carrier`,
    };
  },
};

const nobodySends: Story = {
  name: 'nobody sends the documents: number back after its half hour, reminders, then ended',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const where = route(dice);
    const { results } = await send(world, { ...where, personId: who.personId, withImages: false, behaviour: 'silent' });
    const order = results[0]?.body.orders?.[0];
    if (!order) throw new Error(`the order was not taken: ${JSON.stringify(results)}`);
    const offered = async (): Promise<string> =>
      (await isFree(world, where.planCode, where.city, order.number ?? '')) ? 'free' : 'held';
    const takenAt = Date.parse(await businessNow(world));
    const after = async (minutes: number): Promise<string> => {
      await travelTo(world, new Date(takenAt + minutes * 60_000).toISOString());
      return `${(await page(world, order.id)).order.status} and ${await offered()} after ${String(minutes)} min`;
    };
    const early = await after(29);
    const late = await after(31);
    const ends = await endings(world, [order.id]);
    const told = await times(world, order.id, 'reminded', 'numberLapsed');
    return {
      expected:
        'awaiting-documents and held after 29 min; awaiting-documents and free after 31 min; expired DOCUMENTS_NOT_SENT and free; 3 reminded, 1 numberLapsed; 3 texts',
      actual: `${early}; ${late}; ${ends} and ${await offered()}; ${told}; ${String(await textsSaying(world, who.phone, '实名认证还没完成'))} texts`,
    };
  },
};

const numberTaken: Story = {
  name: 'number taken meanwhile: the customer is told, chooses again, stays verified',
  async tell(world, dice) {
    const who = await person(world, dice, 'ordinary');
    const quicker = await person(world, dice, 'ordinary');
    const where = route(dice);
    const [number = ''] = await freeNumbers(world, where.planCode, where.city);
    const wish = { ...where, numbers: [number] };
    const slow = { personId: who.personId, withImages: false, behaviour: 'honest', delayMs: 40 * 60_000 };
    const [orderId = ''] = await place(world, { ...wish, ...slow });
    await travelTo(world, new Date(Date.parse(await businessNow(world)) + 31 * 60_000).toISOString());
    const [other = ''] = await place(world, { ...wish, personId: quicker.personId });
    const ends = await endings(world, [orderId, other]);
    const numbers = await Promise.all([orderId, other].map(async (id) => (await page(world, id)).order.number));
    const told = (await inbox(world, who.phone)).filter((text) => /72 小时内另选.*#t=/.test(text)).length;
    const [own, theirs] = numbers.map((one) => (one === number ? 'the number' : one === null ? 'none' : 'another'));
    return {
      expected: `told once; 1 numberLapsed, 1 numberAsked, 1 numberChosen, 1 identityPassed; active, active; she has another, the other one the number`,
      actual: `told ${told === 1 ? 'once' : String(told)}; ${await times(world, orderId, 'numberLapsed', 'numberAsked', 'numberChosen', 'identityPassed')}; ${ends}; she has ${String(own)}, the other one ${String(theirs)}`,
    };
  },
};

export const IDENTITY: readonly Story[] = [
  blurred,
  bandApproved,
  bandRejected,
  declinesFace,
  swapped,
  digitChanged,
  nobodySends,
  numberTaken,
];
