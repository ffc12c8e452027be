import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { fakeApiPlugin } from './dev/plugin.mts';

const api = process.env['API_URL'];

/** `vite dev` talks to a running product when API_URL names one, and to the development fake otherwise. */
export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  base: '/console/',
  cacheDir: '../../node_modules/.vite/console', // A cache shared with the phone pages makes the first one's dependencies stale.
  plugins: [react(), ...(command === 'serve' && api === undefined ? [fakeApiPlugin()] : [])],
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
}));
