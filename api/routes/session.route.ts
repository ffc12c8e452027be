import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { DomainError } from '../../domain/errors';
import type { StaffSession } from '../../domain/ports/sessions';
import type { EdgePorts } from '../edge';
import { SIGNED_IN, staffOf } from '../permissions';
import { cookieOf, type EdgeCookies } from '../plugins/cookies';
import { refuseForeignOrigin } from '../plugins/guard';
import { signInLimit } from '../plugins/rate-limits';
import { noContent, problems } from '../schemas/common';
import { sessionView, signIn } from '../schemas/session';

export const sessionRoutes =
  ({ sessions, sandbox }: Pick<EdgePorts, 'sessions' | 'sandbox'>, cookies: EdgeCookies): FastifyPluginAsyncZod =>
  async (app) => {
    const view = ({ user, csrf }: StaffSession) => ({
      user: { ...user, roles: [...user.roles] },
      csrf,
      sandbox: sandbox !== null,
    });

    app.post(
      '/v1/session',
      {
        config: { permission: 'public', rateLimit: signInLimit },
        schema: {
          tags: ['session'],
          summary: 'Sign in',
          description: "Sets a cookie. Changing calls repeat the answer's csrf in x-csrf-token.",
          body: signIn,
          response: { 200: sessionView, ...problems },
        },
      },
      async (request, reply) => {
        refuseForeignOrigin(request);
        const { login, password } = request.body;
        const session = await sessions.signIn(login, password);
        if (!session) throw new DomainError('WrongCredentials', 'unknown login or wrong password');
        cookies.set(reply, cookies.session, session.token, session.lifetimeSeconds);
        request.log.info({ userId: session.user.id }, 'signed in');
        return view(session);
      },
    );

    app.get(
      '/v1/session',
      {
        config: { permission: SIGNED_IN },
        schema: {
          tags: ['session'],
          summary: 'Who is signed in',
          security: [{ session: [] }],
          response: { 200: sessionView, ...problems },
        },
      },
      (request) => {
        if (request.caller?.kind !== 'staff') throw new DomainError('NotSignedIn', 'no open session');
        return view(request.caller.session);
      },
    );

    app.delete(
      '/v1/session',
      {
        config: { permission: SIGNED_IN },
        schema: {
          tags: ['session'],
          summary: 'Sign out',
          security: [{ session: [] }],
          response: { 204: noContent, ...problems },
        },
      },
      async (request, reply) => {
        const token = cookieOf(request, cookies.session);
        if (token !== undefined) await sessions.end(token);
        cookies.clear(reply, cookies.session);
        request.log.info({ userId: staffOf(request).id }, 'signed out');
        return reply.code(204).send();
      },
    );
  };
