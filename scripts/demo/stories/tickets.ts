import {
  CARRIER_BOOK,
  COURIER_BOOK,
  endings,
  fault,
  inBook,
  inbox,
  person,
  place,
  struck,
  textsSaying,
  times,
  untilStatus,
} from '../actions';
import type { Dice } from '../dice';
import { commissionOf } from '../money';
import { route, type Story } from '../story';
import {
  act,
  ask,
  customerPage,
  duty,
  intercept,
  onDuty,
  phoneOf,
  reply,
  type Ticket,
  ticketPage,
  ticketsOf,
  untilTicket,
} from '../tickets';
import type { World } from '../world';

interface OnTheWay {
  readonly orderId: string;
  readonly phone: string;
  readonly personId: string;
}

/** A card on its way to somebody who opens her links herself, which is this story. */
/** So many people are tried: the pictures of one in thirty are asked for again, and who keeps silent sends none. */
const MOST_PEOPLE = 4;

async function onTheWay(world: World, dice: Dice, door: string, agentCode?: string): Promise<OnTheWay> {
  for (let tried = 1; ; tried += 1) {
    const who = await person(world, dice, 'ordinary');
    const wish = { ...route(dice), personId: who.personId, behaviour: 'silent', door };
    const [orderId = ''] = await place(world, agentCode === undefined ? wish : { ...wish, agentCode });
    try {
      await untilStatus(world, orderId, 'in-transit');
      return { orderId, phone: who.phone, personId: who.personId };
    } catch (error) {
      if (tried === MOST_PEOPLE || !String(error).includes('DOCUMENTS_NOT_SENT')) throw error;
    }
  }
}

const stuck: Story = {
  name: 'stuck parcel: the ticket asks the courier, tells the customer and is solved by itself',
  isLong: true,
  async tell(world, dice) {
    const { orderId, phone } = await onTheWay(world, dice, 'stuck');
    const ends = await endings(world, [orderId]);
    const [ticket] = await ticketsOf(world, 'support1', orderId);
    const asked = await textsSaying(world, phone, '催问快递');
    const moving = await textsSaying(world, phone, '继续运送');
    return {
      expected: 'active; 1 parcelSilent; T-LOG-1 closed solved-by-itself; told 1 that we ask, 1 that it moves',
      actual: `${ends}; ${await times(world, orderId, 'parcelSilent')}; ${String(ticket?.kind)} ${String(ticket?.state)} ${String(ticket?.outcome)}; told ${String(asked)} that we ask, ${String(moving)} that it moves`,
    };
  },
};

const lost: Story = {
  name: 'parcel lost: the courier says so when asked, the order ends, a person tells the customer',
  async tell(world, dice) {
    return onDuty(world, ['support1'], async () => {
      const { orderId, phone } = await onTheWay(world, dice, 'lost');
      const { id, kind } = await untilTicket(world, 'support1', orderId, (one) => one.assignee?.mine === true);
      const answer = '包裹遗失，我们为您重新办理';
      await act(world, 'support1', id, 'answer', { text: answer, waits: false });
      const state = await act(world, 'support1', id, 'close', { outcome: 'cannot-help' });
      const ends = await endings(world, [orderId]);
      const { tickets } = await customerPage(await phoneOf(world, phone));
      const told = tickets.flatMap(({ entries }) => entries).filter(({ words }) => words === answer).length;
      return {
        expected: 'failed PARCEL_LOST; 1 parcelSilent; 已撤单; T-LOG-1 closed; told once',
        actual: `${ends}; ${await times(world, orderId, 'parcelSilent')}; ${(await inBook(world, CARRIER_BOOK, [orderId])).join(' ')}; ${kind} ${state}; told ${told === 1 ? 'once' : String(told)}`,
      };
    });
  },
};

const QUESTIONS = ['我的卡到哪了？', '快递什么时候到啊', '请问物流到哪里了'] as const;

const whereIsMyCard: Story = {
  name: '"where is my card" by phone page: routed, answered, closed, reopened by a reply',
  async tell(world, dice) {
    return onDuty(world, ['support1'], async () => {
      const { orderId, phone } = await onTheWay(world, dice, 'takes');
      const question = dice.pick('question', QUESTIONS);
      const device = await phoneOf(world, phone);
      await ask(device, question);
      const { id } = await untilTicket(world, 'support1', orderId, (one) => one.assignee?.mine === true);
      const read = (await ticketPage(world, 'support1', id)).entries.some(({ words }) => words === question);
      const answer = '您的卡已在路上，预计两天内送达。';
      const answered = await act(world, 'support1', id, 'answer', { text: answer });
      const told = (await customerPage(device)).tickets[0]?.entries.some(({ words }) => words === answer) ?? false;
      const closed = await act(world, 'support1', id, 'close', { outcome: 'solved' });
      const thanks = (await reply(device, id, '好的，谢谢')).tickets[0]?.state;
      await reply(device, id, '还是没有收到，麻烦再查一下');
      const again = await untilTicket(world, 'support1', orderId, (one) => one.assignee?.mine === true);
      await act(world, 'support1', id, 'answer', { text: '已催促快递，请留意电话。', waits: false });
      const end = await act(world, 'support1', id, 'close', { outcome: 'solved' });
      return {
        expected: 'T-LOG-1 read; waiting-customer, told; closed, closed after thanks; round 2 open; closed; active',
        actual: `${again.kind} ${read ? 'read' : 'not read'}; ${answered}, ${told ? 'told' : 'not told'}; ${closed}, ${String(thanks)} after thanks; round ${String(again.round)} ${again.state}; ${end}; ${await endings(world, [orderId])}`,
      };
    });
  },
};

const silentAgent: Story = {
  name: 'the only agent on duty goes silent: an alarm, and the ticket moves on to who comes',
  async tell(world, dice) {
    return onDuty(world, ['support1'], async () => {
      const { orderId, phone } = await onTheWay(world, dice, 'takes');
      await ask(await phoneOf(world, phone), dice.pick('question', QUESTIONS));
      const first = await untilTicket(world, 'support1', orderId, (one) => one.assignee !== null);
      const alone = await untilTicket(world, 'lead2', orderId, (one) => one.assignee === null);
      return onDuty(world, ['lead2'], async () => {
        const { id, assignee } = await untilTicket(world, 'lead2', orderId, (one) => one.assignee !== null);
        const later = await untilTicket(world, 'support1', orderId, (one) => one.assignee !== null);
        await act(world, 'lead2', id, 'answer', { text: '抱歉久等，您的卡正在派送。', waits: false });
        const end = await act(world, 'lead2', id, 'close', { outcome: 'solved' });
        // Whoever was silent comes back by doing something: here by signing off and on.
        await duty(world, 'support1', true);
        return {
          expected: 'support1; alarm; lead2, not support1; closed; active',
          actual: `${first.assignee?.mine === true ? 'support1' : 'another'}; ${alone.alarmAt === null ? 'no alarm' : 'alarm'}; ${assignee?.mine === true ? 'lead2' : 'another'}, ${later.assignee?.mine === true ? 'and' : 'not'} support1; ${end}; ${await endings(world, [orderId])}`,
        };
      });
    });
  },
};

const wrongAddress: Story = {
  name: 'address wrong: support has the parcel intercepted, it comes back, number released, no commission',
  async tell(world, dice) {
    return onDuty(world, ['support1'], async () => {
      const effect = dice.pick('effect', ['timeout-after-acting', 'timeout-before', 'down']);
      const { orderId, phone, personId } = await onTheWay(world, dice, 'takes', 'AG01');
      const silence = await fault(world, { partner: 'courier', match: { command: 'cancel', personId }, effect });
      await ask(await phoneOf(world, phone), dice.pick('words', ['地址写错了，能改吗', '我搬家了，想改地址']));
      const mine = (ticket: Ticket): boolean => ticket.kind === 'T-LOG-2' && ticket.assignee?.mine === true;
      const { id } = await untilTicket(world, 'support1', orderId, mine);
      await intercept(world, 'support1', orderId);
      await untilStatus(world, orderId, 'returning');
      const late = await intercept(world, 'support1', orderId);
      const seen = (await ticketPage(world, 'support1', id)).entries.map(({ event }) => event);
      await act(world, 'support1', id, 'answer', { text: '包裹已拦截，请用新地址重新下单。', waits: false });
      const closed = await act(world, 'support1', id, 'close', { outcome: 'solved' });
      const ends = await endings(world, [orderId]);
      const { accruals, none } = await commissionOf(world, orderId);
      const told = (await inbox(world, phone)).filter((text) => text.includes('包裹已拦截')).length;
      return {
        expected:
          'the fault came; said again: intercepted; on the ticket; closed; returned PARCEL_RETURNED; 1 interceptionAsked, 1 parcelIntercepted; told once; 已撤单; 4; 0 accruals, ENDED_WITHOUT_ACTIVATION',
        actual: `${await struck(world, silence)}; said again: ${late}; ${seen.includes('parcelIntercepted') ? 'on the ticket' : 'not on the ticket'}; ${closed}; ${ends}; ${await times(world, orderId, 'interceptionAsked', 'parcelIntercepted')}; told ${told === 1 ? 'once' : String(told)}; ${(await inBook(world, CARRIER_BOOK, [orderId])).join(' ')}; ${(await inBook(world, COURIER_BOOK, [orderId])).join(' ')}; ${String(accruals.length)} accruals, ${String(none?.code)}`,
      };
    });
  },
};

export const TICKETS: readonly Story[] = [stuck, lost, whereIsMyCard, silentAgent, wrongAddress];
