import type { CardLife as CardFacts, CardMatch } from '../../domain/ports/audit-desk';
import type { JournalFacts } from '../../domain/ports/reading';
import type { Bilingual } from '../../domain/ports/use-cases';
import {
  decisionMoments,
  describeCall,
  describeLook,
  describeParcelEvent,
  isClearLook,
  partnerName,
  shareMoments,
} from '../../domain/texts/card-life';
import { describeEvent, wentWrong } from '../../domain/texts/order-events';
import type { CardLife, CardSearch, ChainLink } from '../schemas/audit';
import { orderView } from './order.view';
import { parcelView } from './parcel.view';

type Link = Omit<ChainLink, 'number'>;

const ACTORS: Readonly<Record<JournalFacts['actor']['kind'], Bilingual>> = {
  channel: { zh: '渠道', en: 'Channel' },
  customer: { zh: '客户', en: 'Customer' },
  officer: { zh: '审核员', en: 'Officer' },
  system: { zh: '系统', en: 'System' },
  carrier: { zh: '运营商', en: 'Carrier' },
  courier: { zh: '快递', en: 'Courier' },
  authority: { zh: '权威源', en: 'Authority' },
  staff: { zh: '员工', en: 'Staff' },
};

const named = (role: Bilingual, name: string | null): Bilingual =>
  name === null ? role : { zh: `${role.zh} ${name}`, en: `${role.en} ${name}` };

const PARCEL_STAGES: readonly string[] = ['shipping', 'activating', 'returned'];

const journalLink = (entry: JournalFacts): Link => ({
  at: entry.at,
  group: entry.stage === 'verifying' ? 'identity' : PARCEL_STAGES.includes(entry.stage) ? 'parcel' : 'card',
  text: describeEvent(entry.event, entry.body),
  who: named(ACTORS[entry.actor.kind], entry.actorName),
  reference: null,
  wrong: wentWrong(entry.event),
});

const CALL_GROUPS: Readonly<Record<string, Link['group']>> = {
  authority: 'identity',
  kuaidi100: 'parcel',
  bank: 'money',
};

/** Everything that is known of the card in one line of time, newest first; of two at one moment the later in the making. */
function chainOf(facts: CardFacts): CardLife['chain'] {
  const links: Link[] = [
    ...facts.journal.map(journalLink),
    ...facts.calls.map((call): Link => ({
      at: call.openedAt,
      group: CALL_GROUPS[call.partner] ?? 'card',
      text: describeCall(call),
      who: partnerName(call.partner),
      reference: call.reference,
      wrong: call.state === 'refused' || call.state === 'unknown',
    })),
    ...facts.parcelEvents.map((event): Link => ({
      at: event.at,
      group: 'parcel',
      text: describeParcelEvent(event),
      who: ACTORS.courier,
      reference: event.waybill,
      wrong: false,
    })),
    ...facts.shares.flatMap((share) =>
      shareMoments(share).map(({ at, name, text }): Link => ({
        at,
        group: 'money',
        text,
        who: name === null ? ACTORS.system : named(ACTORS.staff, name),
        reference: share.id,
        wrong: false,
      })),
    ),
    ...facts.decisions.flatMap((decision) =>
      decisionMoments(decision).map(({ at, name, text }): Link => ({
        at,
        group: 'money',
        text,
        who: named(ACTORS.staff, name),
        reference: decision.id,
        wrong: false,
      })),
    ),
    ...facts.looks
      .filter(isClearLook)
      .toReversed()
      .map((look): Link => ({
        at: look.at,
        group: 'looks',
        text: describeLook(look),
        who: named(ACTORS.staff, look.name),
        reference: null,
        wrong: false,
      })),
  ];
  return links
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
    .map((link, index) => ({ ...link, number: index + 1 }))
    .toReversed();
}

const cardLife = (facts: CardFacts, now: string): CardLife => ({
  order: orderView(facts.order, now),
  holder: facts.holder,
  number: facts.number,
  iccid: facts.iccid,
  channelName: facts.channelName,
  agents: [...facts.agents],
  identity: facts.identity,
  openedAt: facts.openedAt,
  activatedAt: facts.activatedAt,
  parcel: facts.parcel === null ? null : parcelView(facts.parcel),
  chain: chainOf(facts),
  shares: facts.shares.map(({ id, agent, amountFen, dueOn, state, paidAt }) => ({
    id,
    agent,
    amountFen,
    dueOn,
    state: paidAt === null ? state : 'paid',
    paidAt,
  })),
  looks: facts.looks.map((look) => ({
    at: look.at,
    name: look.name,
    text: describeLook(look),
    reason: look.reason,
    clear: isClearLook(look),
  })),
});

/** `now` is business time, ISO. */
export const cardSearch = (
  found: { readonly matches: readonly CardMatch[]; readonly card: CardFacts } | null,
  now: string,
): CardSearch => ({
  matches: [...(found?.matches ?? [])],
  card: found === null ? null : cardLife(found.card, now),
});
