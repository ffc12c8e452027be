import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { orderId, type TicketId, ticketId, userId } from '../../domain/brand';
import type { TicketListing } from '../../domain/ports/ticket-desk';
import type { Role } from '../../domain/stages';
import { maySkill, TICKET_SKILLS, type TicketSkill } from '../../domain/ticket';
import type { EdgePorts } from '../edge';
import { purchaseOf, staffOf, TICKET_READERS, TICKET_WORKERS } from '../permissions';
import { questionLimit } from '../plugins/rate-limits';
import { problems, ticketParams } from '../schemas/common';
import {
  customerDesk,
  customerQuestion,
  customerReply,
  duty,
  dutyView,
  ticketAnswer,
  ticketClosing,
  ticketHandover,
  ticketList,
  ticketListQuery,
  ticketNote,
  ticketStanding,
  ticketView,
} from '../schemas/ticket';
import { customerDesk as deskOf, ticketRow, ticketView as viewOf } from '../views/ticket.view';

type Ports = Pick<EdgePorts, 'ticketDesk' | 'ticketDecisions' | 'customerTickets' | 'clock'>;

const ONCE_A_KEY =
  'Once a `key` of the sender’s, new for each text: sent again because the answer was lost, it changes nothing.';

const session = [{ session: [] }];
const device = [{ device: [] }];
/** Support is shown what support may take, officers what is theirs; who only reads sees all. */
const skillsOf = (roles: readonly Role[]): readonly TicketSkill[] => {
  const own = TICKET_SKILLS.filter((skill) => maySkill(roles, skill));
  return own.length > 0 ? own : TICKET_SKILLS;
};
const idOf = (params: { id: string }): TicketId => ticketId(params.id);

/** What people of ours do with tickets. */
export const ticketRoutes =
  ({ ticketDesk, ticketDecisions, clock }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/v1/tickets',
      {
        config: { permission: TICKET_READERS },
        schema: {
          tags: ['tickets'],
          summary: 'Tickets of a view, the most pressing promise first, masked',
          description: 'Keyset paging: pass `next` as `after`. Closed ones and `all` come newest first.',
          security: session,
          querystring: ticketListQuery,
          response: { 200: ticketList, ...problems },
        },
      },
      async (request) => {
        const { kind, order, after, ...rest } = request.query;
        const listing: TicketListing = {
          ...rest,
          skills: skillsOf(staffOf(request).roles),
          ...(kind === undefined ? {} : { kind }),
          ...(order === undefined ? {} : { order }),
          ...(after === undefined ? {} : { after }),
        };
        const { rows, next, counts } = await ticketDesk.list(listing, staffOf(request).id);
        return { rows: rows.map(ticketRow), next, counts: { ...counts }, serverNow: clock.now() };
      },
    );

    app.get(
      '/v1/tickets/:id',
      {
        config: { permission: TICKET_READERS },
        schema: {
          tags: ['tickets'],
          summary: 'One ticket with its conversation and the order beside it',
          description: 'What people wrote is shown to the assignee only, and the look is on record.',
          security: session,
          params: ticketParams,
          response: { 200: ticketView, ...problems },
        },
      },
      async (request) => viewOf(await ticketDesk.ticket(idOf(request.params), staffOf(request).id), clock.now()),
    );

    const acting = {
      config: { permission: TICKET_WORKERS },
      schema: {
        tags: ['tickets'],
        security: session,
        params: ticketParams,
        response: { 200: ticketStanding, ...problems },
      },
    } as const;

    app.post(
      '/v1/tickets/:id/claim',
      {
        ...acting,
        schema: {
          ...acting.schema,
          summary: 'Take a ticket that nobody has',
          description:
            'The lead of its skill also takes one from somebody else. 403 for whoever has not the skill, 409 NotOnDuty off duty.',
        },
      },
      (request) => {
        const { id, roles } = staffOf(request);
        return ticketDecisions.claim(idOf(request.params), id, roles);
      },
    );

    app.post(
      '/v1/tickets/:id/answer',
      {
        ...acting,
        schema: {
          ...acting.schema,
          summary: 'Answer the customer, who is told by SMS',
          description: ONCE_A_KEY,
          body: ticketAnswer,
        },
      },
      (request) => {
        const { text, waits, key } = request.body;
        return ticketDecisions.answer(idOf(request.params), staffOf(request).id, text, waits, key);
      },
    );

    app.post(
      '/v1/tickets/:id/note',
      {
        ...acting,
        schema: {
          ...acting.schema,
          summary: 'Write a note for colleagues',
          description: ONCE_A_KEY,
          body: ticketNote,
        },
      },
      (request) => {
        const { text, key } = request.body;
        return ticketDecisions.note(idOf(request.params), staffOf(request).id, text, key);
      },
    );

    app.post(
      '/v1/tickets/:id/close',
      {
        ...acting,
        schema: {
          ...acting.schema,
          summary: 'Close it',
          description: "A customer's reply within seven days opens it again.",
          body: ticketClosing,
        },
      },
      (request) => ticketDecisions.close(idOf(request.params), staffOf(request).id, request.body.outcome),
    );

    app.post(
      '/v1/tickets/:id/courier-inquiry',
      {
        ...acting,
        schema: {
          ...acting.schema,
          summary: 'Have the courier asked where the parcel is',
          description:
            'The ticket acts by itself and comes back where that does not help. Said again meanwhile it changes nothing; 409 StepRefused without a parcel on its way, or within an hour of the last time.',
        },
      },
      (request) => ticketDecisions.askCourier(idOf(request.params), staffOf(request).id),
    );

    app.post(
      '/v1/tickets/:id/handover',
      {
        ...acting,
        schema: { ...acting.schema, summary: 'Hand it to a colleague on duty, or to the next', body: ticketHandover },
      },
      (request) => {
        const { to } = request.body;
        return ticketDecisions.handover(
          idOf(request.params),
          staffOf(request).id,
          to === undefined ? null : userId(to),
        );
      },
    );

    app.get(
      '/v1/session/duty',
      {
        config: { permission: TICKET_WORKERS },
        schema: {
          tags: ['tickets'],
          summary: 'Who is on duty',
          security: session,
          response: { 200: dutyView, ...problems },
        },
      },
      async (request) => dutyOf(await ticketDesk.duty(staffOf(request).id)),
    );

    app.put(
      '/v1/session/duty',
      {
        config: { permission: TICKET_WORKERS },
        schema: {
          tags: ['tickets'],
          summary: 'Go on duty, or off: tickets in hand then go to others',
          security: session,
          body: duty,
          response: { 200: dutyView, ...problems },
        },
      },
      async (request) => {
        const { id } = staffOf(request);
        await ticketDecisions.setDuty(id, request.body.onDuty);
        return dutyOf(await ticketDesk.duty(id));
      },
    );
  };

/** What a customer asks, by the device that opened their link. */
export const customerTicketRoutes =
  ({ ticketDesk, customerTickets, clock }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    const config = { permission: 'customer', rateLimit: questionLimit } as const;
    const tags = ['self-service'];

    app.get(
      '/v1/self-service/tickets',
      {
        config: { permission: 'customer' },
        schema: {
          tags,
          summary: 'How my cards stand, and what I asked',
          security: device,
          response: { 200: customerDesk, ...problems },
        },
      },
      async (request) => deskOf(await ticketDesk.customer(purchaseOf(request)), clock.now()),
    );

    app.post(
      '/v1/self-service/tickets',
      {
        config,
        schema: {
          tags,
          summary: 'Ask a question',
          description: `It joins the open ticket about the same thing, where there is one. ${ONCE_A_KEY}`,
          security: device,
          body: customerQuestion,
          response: { 201: customerDesk, ...problems },
        },
      },
      async (request, reply) => {
        const purchase = purchaseOf(request);
        const { text, orderId: about, key } = request.body;
        await customerTickets.ask(purchase, text, about === undefined ? null : orderId(about), key);
        return reply.code(201).send(deskOf(await ticketDesk.customer(purchase), clock.now()));
      },
    );

    app.post(
      '/v1/self-service/tickets/:id/replies',
      {
        config,
        schema: {
          tags,
          summary: 'Reply; within seven days of its end this opens the ticket again',
          description: ONCE_A_KEY,
          security: device,
          params: ticketParams,
          body: customerReply,
          response: { 201: customerDesk, ...problems },
        },
      },
      async (request, reply) => {
        const purchase = purchaseOf(request);
        const { text, key } = request.body;
        await customerTickets.reply(purchase, idOf(request.params), text, key);
        return reply.code(201).send(deskOf(await ticketDesk.customer(purchase), clock.now()));
      },
    );
  };

const dutyOf = ({ colleagues, ...facts }: Awaited<ReturnType<Ports['ticketDesk']['duty']>>) => ({
  ...facts,
  colleagues: colleagues.map(({ roles, ...one }) => ({ ...one, roles: [...roles] })),
});
