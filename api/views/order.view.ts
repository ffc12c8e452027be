import { HANDOVER_REASONS } from '../../domain/use-cases/decide-handover';
import { describeReason } from '../../domain/texts/reasons';
import { describeEvent, wentWrong } from '../../domain/texts/order-events';
import { describeStep, describeThen, describeWhat, stepSentence, waitSentence } from '../../domain/texts/waits';
import type {
  JournalFacts,
  OrderFacts,
  OrderPageFacts,
  OrderRowFacts,
  OrderStory,
  WaitFacts,
} from '../../domain/ports/reading';
import type { OrderPage, OrderRow, OrderView, TimelineEntry, TimelineView, WaitView } from '../schemas/order';
import { parcelView } from './parcel.view';

/** `now` is business time, ISO. */
function waitView(wait: WaitFacts, now: string): WaitView {
  return {
    id: wait.id,
    what: describeWhat(wait.what),
    owner: wait.ownerKind,
    ownerName: wait.ownerName,
    openedAt: wait.openedAt,
    dueAt: wait.dueAt,
    nextReminderAt: wait.reminders[wait.reminded] ?? null,
    overdue: wait.dueAt < now,
    then: describeThen(wait.thenWhat),
    sentence: waitSentence(wait),
  };
}

/** An order as its channel may see it: whose turn it is, never which of our people's. */
export const channelsOrder = <Order extends OrderFacts>(order: Order): Order => ({
  ...order,
  wait: order.wait && { ...order.wait, ownerName: null },
});

const ourPeople = ({ actor }: JournalFacts): boolean => actor.kind === 'officer' || actor.kind === 'staff';

export const channelsStory = <Story extends OrderStory>(story: Story): Story => ({
  ...story,
  order: channelsOrder(story.order),
  journal: story.journal.map((entry) => (ourPeople(entry) ? { ...entry, actorName: null } : entry)),
});

export function orderView({ wait, ...order }: OrderFacts, now: string): OrderView {
  return {
    ...order,
    reason: order.reasonCode === null ? null : describeReason(order.reasonCode).text,
    wait: wait === null ? null : waitView(wait, now),
    step:
      wait === null && order.endedAt === null
        ? {
            what: describeStep(order.status),
            since: order.updatedAt,
            sentence: stepSentence(order.status, order.updatedAt),
          }
        : null,
  };
}

export const orderRow = (order: OrderRowFacts, now: string): OrderRow => ({
  ...orderView(order, now),
  holder: order.holder,
  phone: order.phone,
});

/** Where the evidence of an entry stands, where it has some. */
function linkOf({ body }: JournalFacts): TimelineEntry['link'] {
  const known = [
    ['review', body['reviewId']],
    ['case', body['caseId']],
    ['carrier-call', body['submitReference']],
  ] as const;
  const found = known.find(([, id]) => typeof id === 'string');
  return found === undefined ? null : { kind: found[0], id: String(found[1]) };
}

export const timelineEntry = (entry: JournalFacts): TimelineEntry => ({
  at: entry.at,
  version: entry.version,
  event: entry.event,
  stage: entry.stage,
  status: entry.status,
  actor: { kind: entry.actor.kind, name: entry.actorName },
  text: describeEvent(entry.event, entry.body),
  link: linkOf(entry),
  raw: { ...entry.body },
});

/** Stage by stage: entered with the first entry that stands in it, left with the first of the next. */
export function stageTrack(journal: readonly JournalFacts[]): TimelineView['track'] {
  const track: TimelineView['track'] = [];
  for (const entry of journal) {
    const last = track.at(-1);
    if (last?.stage !== entry.stage) {
      if (last) {
        last.milliseconds = Date.parse(entry.at) - Date.parse(last.enteredAt);
        last.wrong ||= wentWrong(entry.event); // The event that leaves a stage happened in it.
      }
      track.push({ stage: entry.stage, enteredAt: entry.at, milliseconds: null, wrong: false });
    } else {
      last.wrong ||= wentWrong(entry.event);
    }
  }
  return track;
}

export const timelineView = ({ order, journal }: OrderStory, now: string): TimelineView => ({
  order: orderView(order, now),
  entries: journal.map(timelineEntry),
  track: stageTrack(journal),
});

const options = (codes: readonly string[]) =>
  codes.map((reasonCode) => ({ reasonCode, label: describeReason(reasonCode).text }));

export const orderPage = (facts: OrderPageFacts, now: string): OrderPage => ({
  ...timelineView(facts, now),
  holder: facts.holder,
  siblings: [...facts.siblings],
  iccid: facts.iccid,
  parcel: facts.parcel === null ? null : parcelView(facts.parcel),
  handover:
    facts.order.status === 'activation-held'
      ? { clear: options(HANDOVER_REASONS.clear), stop: options(HANDOVER_REASONS.stop) }
      : null,
  kyc:
    facts.kyc === null
      ? null
      : {
          caseId: facts.kyc.caseId,
          state: facts.kyc.state,
          round: facts.kyc.round,
          reasons: facts.kyc.reasonCodes.map((code) => ({ code, text: describeReason(code).text })),
          faceDistance: facts.kyc.faceDistance,
          reviewIds: [...facts.kyc.reviewIds],
        },
  carrierCalls: [...facts.carrierCalls],
  notifications: [...facts.notifications],
});

/**
 * The page for a person of the order's channel: what the identity check found on the holder, what was said to partners and
 * what only our people may decide stays ours, and so does the raw content behind each sentence.
 */
export function channelsPage(facts: OrderPageFacts, now: string): OrderPage {
  const page = orderPage(channelsStory(facts), now);
  return {
    ...page,
    entries: page.entries.map((entry) => ({ ...entry, link: null, raw: {} })),
    handover: null,
    kyc: null,
    carrierCalls: [],
  };
}
