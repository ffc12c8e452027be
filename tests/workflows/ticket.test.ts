import type { OrderId, PurchaseId, TicketId, UserId } from '../../domain/brand';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../domain/time';
import { until } from '../support/until';
import { somebody } from '../support/world/people';
import { openService, type Service } from '../support/world/service';
import { openStory, type Story } from '../support/world/story';

let story: Story;
let service: Service;
beforeAll(async () => {
  story = await openStory({ numbers: 40 });
  service = await openService(story.world);
}, 60_000);
afterAll(() => story.close());
beforeEach(() => service.empty());

/** Somebody with an order; with a parcel on its way where asked for. */
async function customer(
  parcel = false,
): Promise<{ id: OrderId; purchaseId: PurchaseId; phone: string; waybill: string }> {
  const person = somebody();
  const { purchaseId, ids } = await story.world.place(person, null);
  const [id] = ids;
  if (!id) throw new Error('one order');
  await story.reached(id, 'awaiting-documents');
  return { id, purchaseId, phone: person.phone, waybill: parcel ? await service.ship(id) : '' };
}

async function onDuty(...roles: readonly string[]): Promise<readonly UserId[]> {
  const people: UserId[] = [];
  for (const role of roles) {
    const user = await service.hire(role);
    await service.desk.setDuty(user, true);
    people.push(user);
  }
  return people;
}

const given = (id: TicketId, to: UserId | undefined) =>
  until(`${id} to be given`, async () => (await service.ticket(id)).assignee === to);
const inbox = (phone: string) => story.world.sms.inbox(phone).join('\n');

describe('a ticket of a customer', () => {
  it('is routed, answered, closed, and reopened by a reply; words are nowhere in clear', async () => {
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    const { purchaseId, phone } = await customer();

    const { ticketId } = await service.customers.ask(purchaseId, '我的卡到哪了？我叫欧阳春晓', null);
    await given(ticketId, agent);
    const waitsBefore = await service.waits(ticketId);
    await service.desk.answer(ticketId, agent, '正在出库，明天发出', true);
    const paused = await service.waits(ticketId);
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
    const thanks = await service.customers.reply(purchaseId, ticketId, '谢谢！');
    const again = await service.customers.reply(purchaseId, ticketId, '可是还没有收到发货短信');
    await given(ticketId, agent);

    expect(waitsBefore.map(({ what }) => what)).toEqual(['ticket-answer', 'ticket-done']);
    expect(paused.map(({ what }) => what)).toEqual(['ticket-customer']);
    expect([thanks.state, again.state]).toEqual(['closed', 'open']);
    expect(await service.ticket(ticketId)).toMatchObject({ state: 'open', round: 2, outcome: null });
    await until('the messages', () => Promise.resolve(inbox(phone).includes('已办结')));
    expect(inbox(phone)).toContain('客服已回复您的问题');
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId, 2)).toEqual({ outcome: 'solved' });
    expect(await service.events(ticketId)).toEqual([
      'opened',
      'customerSaid',
      'assigned',
      'answered',
      'closed',
      'customerSaid',
      'reopened',
      'customerSaid',
      'closed',
    ]);
    for (const table of ['tickets', 'ticket_events', 'outbox', 'waits', 'notifications']) {
      const found = await story.world.pool.query<{ text: string }>(`select t::text as text from ${table} t`);
      expect(found.rows.map(({ text }) => text).join('\n')).not.toMatch(/欧阳春晓|正在出库|发货短信/);
    }
  });

  it('stays closed once seven days are over', async () => {
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '激活页面打不开', null);
    await given(ticketId, agent);
    await service.desk.close(ticketId, agent, 'solved');
    await story.ticketEnd(ticketId);

    story.world.clock.set(story.world.clock.nowMs() + 7 * DAY_MS + 1_000);

    await expect(service.customers.reply(purchaseId, ticketId, '还是打不开')).rejects.toMatchObject({
      code: 'TicketClosed',
    });
  });

  it('is closed when the customer does not reply for three days', async () => {
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '套餐月租多少', null);
    await given(ticketId, agent);
    await service.desk.answer(ticketId, agent, '每月 29 元', true);

    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'no-reply' });
  });

  it('moves on from a silent assignee, who gets no other until they do something', async () => {
    const [silent] = await onDuty('support_agent');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '快递怎么没动', null);
    await given(ticketId, silent);
    const [next] = await onDuty('support_agent');
    if (!next || !silent) throw new Error('two agents');

    const answer = (await service.waits(ticketId)).find(({ what }) => what === 'ticket-answer');
    await story.advance(Date.parse(answer?.due ?? '') - story.world.clock.nowMs() + 1_000);
    await given(ticketId, next);
    const other = await service.customers.ask((await customer()).purchaseId, '快递怎么没动', null);
    await given(other.ticketId, next);

    expect(await service.events(ticketId)).toEqual([
      'opened',
      'customerSaid',
      'assigned',
      'promiseWarned',
      'promiseWarned',
      'deadlineMissed',
      'passedOn',
      'assigned',
    ]);
    await service.desk.close(ticketId, next, 'solved');
    await service.desk.close(other.ticketId, next, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('raises an alarm for the lead while nobody is on duty, and goes to the first who comes', async () => {
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '插卡没信号', null);
    await until('the alarm', async () => (await service.ticket(ticketId)).alarmed);
    const alarm = (await service.waits(ticketId)).find(({ what }) => what === 'ticket-nobody');

    const [first] = await onDuty('support_agent');
    if (!first) throw new Error('an agent');
    await given(ticketId, first);

    expect(alarm).toMatchObject({ owner: 'support_lead' });
    expect(await service.ticket(ticketId)).toMatchObject({ alarmed: false });
    await service.desk.close(ticketId, first, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('goes back when its assignee goes home, and to the lead when its end is missed', async () => {
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '地址写错了', null);
    await given(ticketId, agent);

    await service.desk.setDuty(agent, false);
    await until('the alarm', async () => (await service.ticket(ticketId)).alarmed);
    await story.advance(DAY_MS);
    await until('the escalation', async () => (await service.ticket(ticketId)).escalated);

    expect(await service.events(ticketId)).toEqual(
      expect.arrayContaining(['passedOn', 'nobodyOnDuty', 'deadlineMissed']),
    );
    expect((await service.waits(ticketId)).find(({ what }) => what === 'ticket-done')).toMatchObject({
      owner: 'support_lead',
    });
    const [lead] = await onDuty('support_lead');
    if (!lead) throw new Error('a lead');
    await given(ticketId, lead);
    await service.desk.close(ticketId, lead, 'cannot-help');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'cannot-help' });
  });

  it('tells a promise that runs out upwards, nobody twice, then stays overdue with its owner and is left alone', async () => {
    const [agent] = await onDuty('support_agent', 'compliance_lead');
    if (!agent) throw new Error('an agent');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '首充 50 元没到账', null);
    await given(ticketId, agent);
    await onDuty('support_lead');
    await service.desk.answer(ticketId, agent, '正在查询', false);

    const rungs: string[][] = [];
    for (let looks = 0; looks < 3; looks += 1) {
      const before = (await service.told(ticketId)).length;
      for (let hours = 0; (await service.told(ticketId)).length === before && hours < 60; hours += 1) {
        await story.advance(HOUR_MS);
        await until('the look', () => Promise.resolve(story.idle()));
      }
      rungs.push((await service.told(ticketId)).slice(before));
    }
    const events = await service.events(ticketId);
    const length = await story.historyLength(ticketId);
    await story.advance(5 * DAY_MS);

    expect(rungs).toEqual([['resolve 0 support_agent'], ['resolve 1 support_lead'], ['resolve 2 compliance_lead']]);
    expect(events.filter((event) => event === 'promiseWarned')).toHaveLength(2);
    expect(events.filter((event) => event === 'deadlineMissed')).toHaveLength(1);
    expect(await service.events(ticketId)).toEqual(events);
    expect(await story.historyLength(ticketId)).toBe(length);
    expect(await service.ticket(ticketId)).toMatchObject({ state: 'open', assignee: agent, escalated: true });
    expect(await service.waits(ticketId)).toMatchObject([
      { what: 'ticket-done', owner: 'support_lead', next: 'stay-overdue' },
    ]);
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('goes round once: who let it lie before keeps it the second time', async () => {
    const people = await onDuty('support_agent', 'support_agent');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '插卡没信号', null);
    const holders: UserId[] = [];
    for (let turn = 0; turn < people.length; turn += 1) {
      await until('another holder', async () => {
        const { assignee } = await service.ticket(ticketId);
        return assignee !== null && !holders.includes(assignee) && holders.push(assignee) > 0;
      });
      const answer = (await service.waits(ticketId)).find(({ what }) => what === 'ticket-answer');
      await story.advance(Date.parse(answer?.due ?? '') - story.world.clock.nowMs() + 1_000);
    }
    await until('the alarm', async () => (await service.ticket(ticketId)).alarmed);

    const [first] = holders;
    if (!first) throw new Error('a holder');
    await service.desk.setDuty(first, true);
    await given(ticketId, first);
    await story.advance(3 * DAY_MS);
    await until('the escalation', async () => (await service.ticket(ticketId)).escalated);

    expect((await service.events(ticketId)).filter((event) => event === 'passedOn')).toHaveLength(2);
    expect(await service.ticket(ticketId)).toMatchObject({ assignee: first, escalated: true });
    await service.desk.close(ticketId, first, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('that nobody can take is told to a lead, then to the officer above, then to nobody else', async () => {
    await service.hire('support_lead');
    await service.hire('compliance_lead');
    const { purchaseId } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, '激活页面打不开', null);
    await until('the alarm', async () => (await service.ticket(ticketId)).alarmed);

    await story.advance(16 * MINUTE_MS);
    await until('the officer', async () => (await service.told(ticketId)).includes('nobody 2 compliance_lead'));
    await story.advance(2 * DAY_MS);
    await until('the escalation', async () => (await service.ticket(ticketId)).escalated);
    await story.advance(2 * DAY_MS);

    expect((await service.events(ticketId)).filter((event) => event === 'nobodyOnDuty')).toHaveLength(2);
    expect(await service.waits(ticketId)).toMatchObject([
      { what: 'ticket-done', owner: 'support_lead', next: 'stay-overdue' },
      { what: 'ticket-nobody', owner: 'support_lead', next: 'stay-overdue' },
    ]);
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    await given(ticketId, agent);
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('of a regulator goes to compliance, urgent', async () => {
    const [, officer] = await onDuty('support_agent', 'compliance_officer');
    if (!officer) throw new Error('an officer');
    const { purchaseId } = await customer();

    const { ticketId } = await service.customers.ask(purchaseId, '我要投诉工信部', null);
    await given(ticketId, officer);

    expect(await service.ticket(ticketId)).toMatchObject({ priority: 1 });
    await service.desk.close(ticketId, officer, 'solved');
    await story.ticketEnd(ticketId);
  });
});

describe('a stuck parcel', () => {
  it('is solved by itself: the courier is asked, the customer told, and the trace shows that it moved', async () => {
    const { id, phone, waybill } = await customer(true);
    story.world.courier.tell(waybill, '1', story.world.clock.now());

    const { ticketId, isNew } = await service.open(id);
    const again = await service.open(id);
    await until('the inquiry', async () => (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'));
    story.world.courier.tell(waybill, '1002', new Date(story.world.clock.nowMs() + 2 * HOUR_MS).toISOString());

    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved-by-itself' });
    expect([isNew, again]).toEqual([true, { ticketId, isNew: false }]);
    expect(story.world.courier.parcels.get(waybill)?.inquiries).toHaveLength(1);
    expect(await service.events(ticketId)).toEqual([
      'opened',
      'courierAsked',
      'customerTold',
      'parcelLooked',
      'closed',
    ]);
    await until('the messages', () => Promise.resolve(inbox(phone).includes('已继续运送')));
    expect(inbox(phone)).toContain('已催问快递');
  });

  it('is asked about when its person wants it: once, and it comes back to them where nothing moves', async () => {
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    const { id, purchaseId, phone, waybill } = await customer(true);
    const { ticketId } = await service.customers.ask(purchaseId, '我的卡到哪了', null);
    await given(ticketId, agent);
    // Her first answer is given; that the courier was asked is told all the same.
    await service.desk.answer(ticketId, agent, '这就去催', false);

    const said = await Promise.all([
      service.desk.askCourier(ticketId, agent),
      service.desk.askCourier(ticketId, agent),
    ]);
    await until('the inquiry', async () => (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'));
    await service.desk.askCourier(ticketId, agent);
    const inquiries = async () =>
      (
        await story.world.pool.query(
          `select 1 from partner_calls c join orders o on o.id = c.order_id where o.public_id = $1 and c.command = 'inquire'`,
          [id],
        )
      ).rows.length;
    const once = await inquiries();
    await until('the message', () => Promise.resolve(inbox(phone).includes('已催问快递')));
    await story.advance(DAY_MS + MINUTE_MS);
    await until('it to come back', async () => (await service.ticket(ticketId)).state === 'open');

    expect(said.map(({ state }) => state)).toEqual(['acting', 'acting']);
    expect(once).toBe(1);
    expect((await service.ticket(ticketId)).assignee).toBe(agent);
    const events = await service.events(ticketId);
    expect(events.filter((event) => event === 'courierWanted')).toHaveLength(1);
    expect(events).toEqual(expect.arrayContaining(['courierAsked', 'customerTold', 'handedOn']));
    expect((await service.waits(ticketId)).map(({ what }) => what)).toContain('ticket-answer');
    await service.desk.askCourier(ticketId, agent);
    await until('another inquiry', async () =>
      (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'),
    );
    const moved = story.world.clock.nowMs() + 2 * HOUR_MS;
    story.world.courier.tell(waybill, '1002', new Date(moved).toISOString());
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved-by-itself' });
    expect(await inquiries()).toBe(2);
  });

  it('is handed to a person when it does not move', async () => {
    const { id, waybill } = await customer(true);
    const { ticketId } = await service.open(id);
    await until('the inquiry', async () => (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'));

    await story.advance(DAY_MS + MINUTE_MS);
    await until('a person', async () => (await service.ticket(ticketId)).state === 'open');

    expect(waybill).not.toBe('');
    expect(await service.events(ticketId)).toEqual(expect.arrayContaining(['handedOn', 'nobodyOnDuty']));
    expect((await service.waits(ticketId)).map(({ what }) => what)).toEqual(['ticket-done', 'ticket-nobody']);
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    await given(ticketId, agent);
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it.each([
    ['6', 'turned-back', 'turned-back'],
    [null, 'unknown', 'courier-down'],
  ] as const)('that after the inquiry tells %s is no movement: %s, handed on as %s', async (code, found, why) => {
    const { id, phone, waybill } = await customer(true);
    story.world.courier.tell(waybill, '1', story.world.clock.now());
    const { ticketId } = await service.open(id);
    await until('the inquiry', async () => (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'));

    if (code === null) story.world.courier.down = true;
    else story.world.courier.tell(waybill, code, new Date(story.world.clock.nowMs() + 2 * HOUR_MS).toISOString());
    await story.advance(DAY_MS + MINUTE_MS);
    await until('the look', async () => (await service.ticket(ticketId)).state !== 'acting');
    story.world.courier.down = false;

    const bodies = await story.world.pool.query<{ body: object }>(
      `select e.body from ticket_events e join tickets t on t.id = e.ticket_id
       where t.public_id = $1 and e.event in ('parcelLooked', 'handedOn') order by e.id`,
      [ticketId],
    );
    expect(bodies.rows.map(({ body }) => body)).toEqual([
      { found, state: code === null ? null : 'returning' },
      { why },
    ]);
    expect(inbox(phone)).not.toContain('已继续运送');
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    await given(ticketId, agent);
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('whose customer writes is handed to a person, and is not closed when the parcel moves', async () => {
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    const { id, purchaseId, waybill } = await customer(true);
    story.world.courier.tell(waybill, '1', story.world.clock.now());
    const { ticketId } = await service.open(id);
    await until('the inquiry', async () => (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'));

    const asked = await service.customers.ask(purchaseId, '快递四天没动了，我要投诉，请打电话给我', null);
    await given(ticketId, agent);
    await service.desk.answer(ticketId, agent, '马上给您打电话', false);
    story.world.courier.tell(waybill, '1002', new Date(story.world.clock.nowMs() + 2 * HOUR_MS).toISOString());
    await story.advance(4 * HOUR_MS);

    expect(asked).toEqual({ ticketId });
    expect(await service.events(ticketId)).toEqual(expect.arrayContaining(['customerSaid', 'raised', 'handedOn']));
    expect((await service.waits(ticketId)).map(({ what }) => what)).toContain('ticket-done');
    expect(await service.ticket(ticketId)).toMatchObject({ state: 'open', priority: 1, outcome: null });
    await service.desk.close(ticketId, agent, 'solved');
    expect(await story.ticketEnd(ticketId)).toEqual({ outcome: 'solved' });
  });

  it('is handed to a person, and the order told, when the courier has lost it', async () => {
    const { id } = await customer(true);
    story.world.courier.says = 'lost';
    const { ticketId } = await service.open(id);
    await until('a person', async () => (await service.ticket(ticketId)).state === 'open');
    story.world.courier.says = 'accepted';

    const told = await story.world.pool.query(
      `select f.body from facts f join orders o on o.id = f.order_id where o.public_id = $1 and f.kind = 'courier'`,
      [id],
    );
    expect(told.rows).toEqual([{ body: { state: 'lost' } }]);
    expect(await service.events(ticketId)).toContain('handedOn');
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    await given(ticketId, agent);
    await service.desk.close(ticketId, agent, 'solved');
    await story.ticketEnd(ticketId);
  });

  it('asks again while the courier is down, then a person does', async () => {
    const { id } = await customer(true);
    story.world.courier.down = true;
    const { ticketId } = await service.open(id);
    await until('the first silence', async () => (await service.events(ticketId)).includes('courierSilent'));

    await story.advance(HOUR_MS);
    await until('a person', async () => (await service.ticket(ticketId)).state === 'open');
    story.world.courier.down = false;

    expect((await service.events(ticketId)).filter((event) => event === 'courierSilent')).toHaveLength(3);
    const [agent] = await onDuty('support_agent');
    if (!agent) throw new Error('an agent');
    await given(ticketId, agent);
    await service.desk.close(ticketId, agent, 'solved');
    await story.ticketEnd(ticketId);
  });
});

it('every history of these is replayed by the code as it is', async () => {
  expect(await story.replay()).toEqual([]);
});
