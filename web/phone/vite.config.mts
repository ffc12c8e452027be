import { defineConfig } from 'vite';

/** Set it to work on the pages against a running product: `API_URL=http://127.0.0.1:22100 npx vite -c web/phone/vite.config.mts`. */
const api = process.env['API_URL'] ?? 'http://127.0.0.1:22100';

/** What customers bring: WebViews of cheap Android phones and the last iOS a ten-year-old iPhone runs. */
const browsers = ['es2019', 'chrome79', 'safari13'];

export default defineConfig({
  root: import.meta.dirname,
  base: '/phone/',
  cacheDir: '../../node_modules/.vite/phone', // A cache shared with the console makes the first one's dependencies stale.
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  html: { cspNonce: '__CSP_NONCE__' },
  server: { port: 22111, strictPort: true, host: '127.0.0.1', proxy: { '/v1': api } },
  build: {
    outDir: '../../dist/web/phone',
    emptyOutDir: true,
    target: browsers,
    cssTarget: browsers,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
