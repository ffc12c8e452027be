import { postgresTicketDesk } from '../../adapters/postgres/ticket-desk';
import { type TicketId, type UserId, userId } from '../../domain/brand';
import { openTicket } from '../../domain/use-cases/open-ticket';
import { HOUR_MS } from '../../domain/time';
import { CHANNEL } from '../support/world/catalogue';
import { somebody } from '../support/world/people';
import { openService, type Service } from '../support/world/service';
import { openWorld, storyClock, type StoryClock, type World } from '../support/world/world';
import { watchTicket } from '../../domain/use-cases/watch-ticket';

/** The desk's reads and the use cases behind it, on real rows; the workflow's look is taken by hand. */
describe('the ticket desk', () => {
  let world: World<StoryClock>;
  let service: Service;
  let agent: UserId;
  let other: UserId;

  beforeAll(async () => {
    world = await openWorld(storyClock(Date.parse('2026-03-02T03:00:00.000Z')), { numbers: 60 });
    service = await openService(world);
    agent = await service.hire();
    other = await service.hire();
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await world.pool.query(`update tickets set state = 'closed', closed_at = opened_at where state <> 'closed'`);
    await service.empty();
    await service.desk.setDuty(agent, true);
  });

  const desk = () => postgresTicketDesk(world);
  const look = (id: TicketId, round = 1) => watchTicket(world)({ ticketId: id, round });
  const failure = (code: string) => expect.objectContaining({ code }) as unknown as Error;

  async function customer() {
    const { purchaseId, ids } = await world.place(somebody(), null);
    const id = ids[0];
    if (id === undefined) throw new Error('one order');
    return { purchaseId, id };
  }

  async function asked(text = '我的卡到哪了？') {
    const { purchaseId, id } = await customer();
    const { ticketId } = await service.customers.ask(purchaseId, text, null);
    await look(ticketId);
    return { purchaseId, id, ticketId };
  }

  it('shows what was written to the assignee only, and puts the look on record', async () => {
    const { ticketId } = await asked('我叫欧阳春晓，卡到哪了');

    const mine = await desk().ticket(ticketId, agent);
    const theirs = await desk().ticket(ticketId, other);

    expect(mine.clear).toBe(true);
    expect(mine.entries.map(({ words }) => words)).toContain('我叫欧阳春晓，卡到哪了');
    expect(theirs.clear).toBe(false);
    expect(JSON.stringify(theirs)).not.toContain('欧阳春晓');
    expect(theirs.entries.find(({ event }) => event === 'customerSaid')).toMatchObject({ hasWords: true, words: null });
    const looks = await world.pool.query(
      `select u.public_id as "user", a.action from access_log a join users u on u.id = a.user_id where a.subject_id = $1`,
      [ticketId],
    );
    expect(looks.rows).toEqual([{ user: agent, action: 'view' }]);
  });

  it('shows the order beside it: stage, wait, parcel, and the customer masked', async () => {
    const { id, ticketId } = await asked();
    const waybill = await service.ship(id);

    const facts = await desk().ticket(ticketId, agent);

    expect(facts.order).toMatchObject({ id, channel: CHANNEL, stage: 'received' });
    expect(facts.parcel).toMatchObject({ waybill, company: 'shunfeng' });
    expect(facts.row).toMatchObject({ holder: '欧**晓', assignee: { id: agent, mine: true } });
    expect(facts.row.clocks.map(({ kind }) => kind)).toEqual(['first', 'resolve']);
  });

  it('pages by the most pressing promise, each ticket once', async () => {
    const slow = await asked('月租多少');
    const quick = await asked('显示签收没收到');
    const middle = await asked('地址写错了');
    const pages: string[] = [];
    let after: string | undefined;
    for (let turn = 0; turn < 5; turn += 1) {
      const page = await desk().list({ view: 'mine', limit: 1, ...(after === undefined ? {} : { after }) }, agent);
      pages.push(...page.rows.map(({ id }) => id));
      if (page.next === null) break;
      after = page.next;
    }

    expect(pages).toEqual([quick.ticketId, middle.ticketId, slow.ticketId]);
  });

  it('counts what is overdue and what nobody can take', async () => {
    await asked();
    await service.empty();
    const orphan = await asked('没信号');
    world.clock.set(world.clock.nowMs() + 2 * HOUR_MS);

    const { counts } = await desk().list({ view: 'unassigned', limit: 10 }, agent);

    expect(counts).toMatchObject({ mine: 1, unassigned: 1, alarms: 1, overdue: 2 });
    expect((await desk().ticket(orphan.ticketId, agent)).row.alarmAt).not.toBeNull();
  });

  it('lets nobody answer who does not have it, nor claim what another has, nor claim off duty', async () => {
    const { ticketId } = await asked();

    await expect(service.desk.answer(ticketId, other, '明天到', true)).rejects.toEqual(failure('TicketHeld'));
    await expect(service.desk.claim(ticketId, other, ['support_agent'])).rejects.toEqual(failure('TicketHeld'));
    await expect(service.desk.claim(ticketId, other, ['support_lead'])).rejects.toEqual(failure('NotOnDuty'));
    await service.desk.setDuty(other, true);
    const taken = await service.desk.claim(ticketId, other, ['support_lead']);
    await expect(service.desk.note(ticketId, agent, '?')).rejects.toEqual(failure('TicketHeld'));

    expect(taken).toEqual({ ticketId, state: 'open', assignee: other });
  });

  it('lets nobody take what their roles may not read, and a lead only what is theirs', async () => {
    const { ticketId } = await asked('这不是我办的卡，有人冒名用我的身份证');
    const officer = await service.hire('compliance_officer');
    const lead = await service.hire('compliance_lead');
    for (const one of [officer, lead, other]) await service.desk.setDuty(one, true);

    await expect(service.desk.claim(ticketId, agent, ['support_agent'])).rejects.toEqual(failure('NotAllowed'));
    await service.desk.claim(ticketId, officer, ['compliance_officer']);
    await expect(service.desk.claim(ticketId, other, ['support_lead'])).rejects.toEqual(failure('NotAllowed'));
    const taken = await service.desk.claim(ticketId, lead, ['compliance_lead']);

    expect(taken.assignee).toBe(lead);
    const seen = async (skill: 'support' | 'compliance') => {
      const { rows, counts } = await desk().list({ view: 'open', skills: [skill], limit: 10 }, agent);
      return [rows.map(({ id }) => id), counts['open']];
    };
    expect([await seen('support'), await seen('compliance')]).toEqual([
      [[], 0],
      [[ticketId], 1],
    ]);
  });

  it('takes an answer once a key, also where it comes twice at once', async () => {
    const { purchaseId, ticketId } = await asked();

    await Promise.all([1, 2].map(() => service.desk.answer(ticketId, agent, '明天到', false, 'key-one')));
    await service.desk.answer(ticketId, agent, '明天到', false, 'key-two');

    const page = await desk().customer(purchaseId);
    expect(page.tickets[0]?.entries.filter(({ event }) => event === 'answered')).toHaveLength(2);
    const told = await world.pool.query(
      `select 1 from notifications n join purchases p on p.id = n.purchase_id where p.public_id = $1 and n.template = 'ticket-answered'`,
      [purchaseId],
    );
    expect(told.rowCount).toBe(2);
  });

  it('takes a note once a key, and answers a repeat also when the ticket has left these hands', async () => {
    const { ticketId } = await asked();
    await service.desk.answer(ticketId, agent, '明天到', false, 'key-one');
    await service.desk.note(ticketId, agent, '已联系快递', 'key-one');
    await service.desk.setDuty(other, true);
    await service.desk.handover(ticketId, agent, other);

    const repeats = [
      await service.desk.answer(ticketId, agent, '明天到', false, 'key-one'),
      await service.desk.note(ticketId, agent, '已联系快递', 'key-one'),
    ];
    await expect(service.desk.answer(ticketId, agent, '后天到', false, 'key-two')).rejects.toEqual(
      failure('TicketHeld'),
    );
    await service.desk.answer(ticketId, other, '明天到', false, 'key-one');
    await service.desk.close(ticketId, other, 'solved');
    const late = await service.desk.answer(ticketId, agent, '明天到', false, 'key-one');

    expect(repeats).toEqual([1, 2].map(() => ({ ticketId, state: 'open', assignee: other })));
    expect(late.state).toBe('closed');
    const events = await service.events(ticketId);
    expect(events.filter((event) => event === 'noted')).toHaveLength(1);
    // The colleague's own key is another one, whatever it reads like.
    expect(events.filter((event) => event === 'answered')).toHaveLength(2);
  });

  it('takes a question and a reply of a customer once a key, however late the repeat', async () => {
    const { purchaseId } = await customer();
    const ask = () => service.customers.ask(purchaseId, '我的卡到哪了？', null, 'key-of-ask');
    const [{ ticketId }, twin] = await Promise.all([ask(), ask()]);
    await look(ticketId);
    await service.desk.answer(ticketId, agent, '明天到', true);
    const reply = (key: string) => service.customers.reply(purchaseId, ticketId, '还没到', key);
    await Promise.all([reply('key-of-reply'), reply('key-of-reply')]);
    await reply('another-key');
    // The same thing asked anew joins the open ticket, once.
    const more = () => service.customers.ask(purchaseId, '快递还没动', null, 'key-of-more');
    await more();
    await more();
    await service.desk.close(ticketId, agent, 'solved');
    world.clock.set(world.clock.nowMs() + 8 * 24 * HOUR_MS);

    const late = [await ask(), await more(), await reply('key-of-reply')];
    await expect(reply('too-late-a-key')).rejects.toEqual(failure('TicketClosed'));

    expect(twin.ticketId).toBe(ticketId);
    expect(late).toEqual([{ ticketId }, { ticketId }, { state: 'closed' }]);
    const { tickets } = await desk().customer(purchaseId);
    expect(tickets).toHaveLength(1);
    expect(tickets[0]?.entries.flatMap(({ event, words }) => (event === 'customerSaid' ? [words] : []))).toEqual([
      '我的卡到哪了？',
      '还没到',
      '还没到',
      '快递还没动',
    ]);
  });

  it('moves on from who wrote only a note: the customer read nothing of it', async () => {
    const { ticketId } = await asked();
    await service.desk.note(ticketId, agent, '看看');
    await service.desk.setDuty(other, true);

    world.clock.set(world.clock.nowMs() + HOUR_MS);
    await look(ticketId);

    expect((await desk().ticket(ticketId, other)).row.assignee).toMatchObject({ id: other });
  });

  it('hands over to a named colleague on duty, or to the next; never back to the giver', async () => {
    const { ticketId } = await asked();

    await expect(service.desk.handover(ticketId, agent, other)).rejects.toEqual(failure('NotOnDuty'));
    const alone = await service.desk.handover(ticketId, agent, null);
    await service.desk.setDuty(other, true);
    await service.desk.claim(ticketId, agent, ['support_agent']);
    const named = await service.desk.handover(ticketId, agent, other);

    expect([alone.assignee, named.assignee]).toEqual([null, other]);
  });

  it('stops the clock while it waits for the customer and goes on with what was left', async () => {
    const { purchaseId, ticketId } = await asked('地址写错了');
    world.clock.set(world.clock.nowMs() + 5 * 60_000);
    await service.desk.answer(ticketId, agent, '请告诉我们正确的地址', true);
    const stopped = (await desk().ticket(ticketId, agent)).row.clocks.find(({ kind }) => kind === 'resolve');
    world.clock.set(world.clock.nowMs() + HOUR_MS);

    await service.customers.reply(purchaseId, ticketId, '科技园 2 号');

    const going = (await desk().ticket(ticketId, agent)).row.clocks.find(({ kind }) => kind === 'resolve');
    expect(stopped?.leftMs).toBe(4 * HOUR_MS - 5 * 60_000);
    expect(Date.parse(going?.dueAt ?? '')).toBe(world.clock.nowMs() + 4 * HOUR_MS - 5 * 60_000);
    expect(going?.leftMs).toBeNull();
  });

  it('has the courier asked only where a parcel is on its way, and not twice within the hour', async () => {
    const { id, ticketId } = await asked();

    await expect(service.desk.askCourier(ticketId, agent)).rejects.toEqual(failure('StepRefused'));
    await service.ship(id);
    await expect(service.desk.askCourier(ticketId, other)).rejects.toEqual(failure('TicketHeld'));
    expect(await service.desk.askCourier(ticketId, agent)).toMatchObject({ state: 'acting', assignee: agent });
    await world.pool.query(
      `update tickets set state = 'open', facts = facts || jsonb_build_object('askedAt', $2::text) where public_id = $1`,
      [ticketId, world.clock.now()],
    );
    await expect(service.desk.askCourier(ticketId, agent)).rejects.toEqual(failure('StepRefused'));
    world.clock.set(world.clock.nowMs() + HOUR_MS);
    expect(await service.desk.askCourier(ticketId, agent)).toMatchObject({ state: 'acting' });
  });

  it('is one open ticket for an order and a kind, whoever asks, and one for a reason for ever', async () => {
    const { purchaseId, id, ticketId } = await asked();

    const again = await service.customers.ask(purchaseId, '快递还没动，我要投诉', null);
    const engine = await service.open(id, 'T-LOG-1', 'parcel-silent/x');
    await service.desk.close(ticketId, agent, 'solved');
    const late = await world.work.inTransaction(async (tx) => {
      const order = await tx.orders.lock(id);
      if (!order) throw new Error('an order');
      return openTicket(tx, {
        kind: 'T-LOG-1',
        order,
        source: 'engine',
        dedupeKey: 'parcel-silent/x',
        words: null,
        facts: {},
      });
    });

    expect([again.ticketId, engine, late]).toEqual([ticketId, { ticketId, isNew: false }, { ticketId, isNew: false }]);
    expect((await desk().ticket(ticketId, agent)).row).toMatchObject({ priority: 1, tags: ['投诉'] });
  });

  it('is the customer’s own only: another purchase neither sees nor answers it', async () => {
    const { purchaseId, ticketId } = await asked();
    const stranger = await customer();

    await expect(service.customers.reply(stranger.purchaseId, ticketId, '?')).rejects.toEqual(
      failure('TicketNotFound'),
    );
    expect((await desk().customer(stranger.purchaseId)).tickets).toEqual([]);
    await service.desk.note(ticketId, agent, '内部：不要给客户看');
    const own = await desk().customer(purchaseId);
    expect(own.tickets[0]?.entries.map(({ words }) => words)).toEqual(['我的卡到哪了？']);
  });

  it('says who is on duty, with what in hand', async () => {
    await asked();
    await service.desk.setDuty(other, true);

    const duty = await desk().duty(other);

    expect(duty).toMatchObject({ onDuty: true, silent: false });
    expect(duty.colleagues.find(({ id }) => id === userId(agent))).toMatchObject({ onDuty: true, open: 1 });
  });
});
