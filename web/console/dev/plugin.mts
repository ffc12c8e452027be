import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Plugin } from 'vite';

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** `vite dev` without a running product: sign in as officer1, officer2, operator1, finance1 or finance2 with `demo`. */
export function fakeApiPlugin(): Plugin {
  return {
    name: 'cardflow-fake-api',
    async configureServer(server) {
      // Loaded by Vite itself: the fake is TypeScript without file extensions, which Node cannot read.
      const { FakeWorld } = (await server.ssrLoadModule('/dev/fake-world.ts')) as { FakeWorld: new () => object };
      const { fakeApi } = (await server.ssrLoadModule('/dev/fake-api.ts')) as { fakeApi: (world: object) => Handle };
      const handle = fakeApi(new FakeWorld());
      server.middlewares.use((request, response, next) => {
        handle(request, response).then((served: boolean) => {
          if (!served) next();
        }, next);
      });
    },
  };
}
