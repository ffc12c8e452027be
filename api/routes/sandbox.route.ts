import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { EdgePorts } from '../edge';
import { problems } from '../schemas/common';
import { clockCommand, clockView, colleaguesCommand, jumpCommand, jumpView, quietView } from '../schemas/sandbox';

type Ports = NonNullable<EdgePorts['sandbox']> & Pick<EdgePorts, 'clock'>;

/** Registered in sandbox mode only; elsewhere these paths are nothing. Open to whoever reaches the loopback address. */
export const sandboxRoutes =
  ({ time, jumps, colleagues, clock }: Ports): FastifyPluginAsyncZod =>
  async (app) => {
    app.get(
      '/sandbox/quiet',
      {
        config: { permission: 'public' },
        schema: {
          tags: ['sandbox'],
          summary: 'Whether anything is still under way, and what comes next',
          response: { 200: quietView, ...problems },
        },
      },
      async () => {
        const { blockers, ...rest } = await time.quiet();
        return { ...rest, blockers: [...blockers] };
      },
    );

    app.post(
      '/sandbox/clock',
      {
        config: { permission: 'public' },
        schema: {
          tags: ['sandbox'],
          summary: 'Move business time forward',
          description: 'Answers when every process has seen the new time.',
          body: clockCommand,
          response: { 200: clockView, ...problems },
        },
      },
      async ({ body }) => {
        const to = new Date('to' in body ? body.to : clock.nowMs() + body.advanceMs).toISOString();
        const moved = await time.moveClock(to);
        return { ...moved, businessNow: clock.now() };
      },
    );

    app.post(
      '/sandbox/jump',
      {
        config: { permission: 'public' },
        schema: {
          tags: ['sandbox'],
          summary: 'Jump to the next moment at which anything happens',
          description:
            'Ours and the partners’ clock together, once both are quiet; after some twenty seconds without quiet the answer is what is under way.',
          body: jumpCommand,
          response: { 200: jumpView, ...problems },
        },
      },
      async () => {
        const jump = await jumps.jump();
        return jump.kind === 'busy' ? { ...jump, blockers: [...jump.blockers] } : jump;
      },
    );

    app.get(
      '/sandbox/colleagues',
      {
        config: { permission: 'public' },
        schema: {
          tags: ['sandbox'],
          summary: 'Whether scripted colleagues do the staff work',
          response: { 200: colleaguesCommand, ...problems },
        },
      },
      async () => ({ on: await colleagues.isOn() }),
    );

    app.post(
      '/sandbox/colleagues',
      {
        config: { permission: 'public' },
        schema: {
          tags: ['sandbox'],
          summary: 'Let scripted colleagues do the staff work, or stop them',
          body: colleaguesCommand,
          response: { 200: colleaguesCommand, ...problems },
        },
      },
      async ({ body: { on } }) => {
        await colleagues.set(on);
        return { on };
      },
    );
  };
