import react from '@vitejs/plugin-react';
import { defineConfig, type UserConfig } from 'vite';

const api = process.env['API_URL'];

/** `vite dev` talks to a running product when API_URL names one, and to the development fake otherwise. */
export default defineConfig(async ({ command }): Promise<UserConfig> => {
  const fake = command === 'serve' && api === undefined ? [(await import('./dev/plugin.mts')).fakeApi()] : [];
  return {
    root: import.meta.dirname,
    base: '/console/',
    cacheDir: '../../node_modules/.vite/console', // A cache shared with the phone pages makes the first one's dependencies stale.
    plugins: [react(), ...fake],
    html: { cspNonce: '__CSP_NONCE__' },
    server: {
      port: 22110,
      strictPort: true,
      host: '127.0.0.1',
      ...(api === undefined ? {} : { proxy: { '/v1': api, '/sandbox': api } }),
    },
    build: {
      outDir: '../../dist/web/console',
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 1200,
    },
  };
});
