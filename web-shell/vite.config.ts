import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const server = process.env['VECHE_SERVER'] ?? 'http://localhost:8080';
const root = fileURLToPath(new URL('.', import.meta.url));

/** What every part leans on: one chunk instead of a dozen, which packs better and comes with one request. */
const base = new RegExp(
  [
    '/node_modules/(lit|lit-html|lit-element|@lit|@preact)/',
    '/platform/contract/(light|chat-state|core/[\\w-]+)\\.ts',
    'preload-helper',
    '/web-shell/src/app/lazy\\.ts',
    '/web-shell/src/parts/(avatar|controls|element|icon|mark|menu|rows)\\.',
    '/web-shell/src/state/(error-words|may|open-site|people|router)\\.ts',
    '/web-shell/src/features/chat/quote\\.ts',
    '/lucide-static/icons/(arrow-left|bookmark|check|circle-alert|copy|flag|message-circle|pencil|trash-2|x)\\.svg',
  ].join('|'),
);

/** Builds the shell into web-shell/dist; in development `vite web-shell` passes calls on to a running server. */
export default defineConfig({
  root,
  base: '/',
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite-web-shell', import.meta.url)),
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The policy of the page forbids inline content; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'base', test: base }] } } },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    // The server answers its own origin only.
    proxy: Object.fromEntries(
      ['/api', '/ws'].map((path) => [
        path,
        { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
      ]),
    ),
  },
});
