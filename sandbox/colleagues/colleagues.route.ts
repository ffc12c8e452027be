import type { FastifyInstance } from 'fastify';

import type { Account } from './colleague';
import type { Colleagues } from './colleagues';

const switchSchema = {
  body: {
    type: 'object',
    required: ['on'],
    properties: {
      on: { type: 'boolean' },
      apiUrl: { type: 'string' },
      accounts: {
        type: 'array',
        items: {
          type: 'object',
          required: ['login', 'password'],
          properties: { login: { type: 'string' }, password: { type: 'string' } },
        },
      },
    },
  },
} as const;

export function colleagueRoutes(colleagues: Colleagues, defaultApiUrl: string) {
  return (app: FastifyInstance, _options: unknown, done: () => void): void => {
    app.post<{ Body: { on: boolean; apiUrl?: string; accounts?: Account[] } }>(
      '/colleagues',
      { schema: switchSchema },
      ({ body: { on, apiUrl = defaultApiUrl, accounts = [] } }, reply) => {
        if (!on) colleagues.stop();
        else if (accounts.length === 0) return reply.code(422).send({ code: 'AccountsMissing' });
        else colleagues.start(apiUrl.replace(/\/+$/, ''), accounts);
        return { on: colleagues.on };
      },
    );
    app.get('/colleagues', () => ({ on: colleagues.on }));
    done();
  };
}
