import type { OrderId, PurchaseId, TicketId, UserId } from '../../domain/brand';
import { ticketWorkflowId } from '../../domain/references';
import { DAY_MS, HOUR_MS } from '../../domain/time';
import { until } from '../support/until';
import { keepHistory } from '../support/world/histories';
import { type Journey, openJourney } from '../support/world/journey';
import { somebody } from '../support/world/people';
import { openService, type Service } from '../support/world/service';

let journey: Journey;
let service: Service;
let agent: UserId;
beforeAll(async () => {
  journey = await openJourney(10);
  service = await openService(journey.world);
  agent = await service.hire();
  await service.desk.setDuty(agent, true);
}, 60_000);
afterAll(() => journey.close(), 30_000);

async function customer(): Promise<{ readonly id: OrderId; readonly purchaseId: PurchaseId }> {
  const { purchaseId, ids } = await journey.world.place(somebody(), null);
  const [id] = ids;
  if (!id) throw new Error('one order');
  await journey.reached(id, 'awaiting-documents');
  return { id, purchaseId };
}

async function asked(words: string): Promise<TicketId> {
  const { purchaseId } = await customer();
  const { ticketId } = await service.customers.ask(purchaseId, words, null);
  await until('it to be given', async () => (await service.ticket(ticketId)).assignee === agent);
  return ticketId;
}

async function end(shape: string, id: TicketId): Promise<unknown> {
  const workflowId = ticketWorkflowId(id, 1);
  const [result] = await journey.over([workflowId]);
  keepHistory(`ticket.${shape}`, await journey.history(workflowId));
  return result;
}

/**
 * How many timers run while the workflow has nothing to do. Asked of the server, because no replay tells: a timer that the
 * next signal cancels is taken back before it is held against the history, and only signals end a rest.
 */
async function timersAtRest(id: TicketId): Promise<number> {
  let timers = NaN;
  await until('its workflow to be idle', async () => {
    const events = (await journey.history(ticketWorkflowId(id, 1))).events ?? [];
    const last = events.at(-1);
    const isBusy =
      last?.workflowTaskScheduledEventAttributes ??
      last?.workflowTaskStartedEventAttributes ??
      last?.workflowTaskFailedEventAttributes ??
      last?.workflowExecutionSignaledEventAttributes;
    const count = (name: 'timerStarted' | 'timerCanceled' | 'timerFired'): number =>
      events.filter((event) => event[`${name}EventAttributes`]).length;
    timers = count('timerStarted') - count('timerCanceled') - count('timerFired');
    return !isBusy;
  });
  return timers;
}

describe('a ticket on a real server', () => {
  it('is answered, and over when the customer does not reply', async () => {
    const id = await asked('套餐月租多少');
    await service.desk.answer(id, agent, '每月 29 元', true);

    expect(await end('no-reply', id)).toEqual({ outcome: 'no-reply' });
  });

  it('asks the courier, looks, and is solved by itself', async () => {
    const { id } = await customer();
    const waybill = await service.ship(id);
    const { ticketId } = await service.open(id);
    await until('the inquiry', async () => (await service.waits(ticketId)).some(({ what }) => what === 'parcel-moves'));
    const moved = journey.world.clock.nowMs() + HOUR_MS / 2;
    journey.world.courier.tell(waybill, '1002', new Date(moved).toISOString());

    expect(await end('stuck-parcel', ticketId)).toEqual({ outcome: 'solved-by-itself' });
  });

  it('that runs out is told up the ladder, rests overdue, and is closed by a person', async () => {
    const id = await asked('激活页面打不开');
    await service.desk.answer(id, agent, '正在查询', false);
    await journey.jump(2 * DAY_MS);
    await until('the last rung', async () => (await service.ticket(id)).escalated);
    // It rests now: whatever time does, only a person's act goes on.
    await journey.jump(2 * DAY_MS);
    expect(await timersAtRest(id)).toBe(0);
    await service.desk.close(id, agent, 'cannot-help');

    expect(await end('overdue', id)).toEqual({ outcome: 'cannot-help' });
  });
});
