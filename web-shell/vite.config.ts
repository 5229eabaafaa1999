import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { emoji } from './emoji.config.ts';
import { inlineHead } from './inline-head.config.ts';
import { serviceWorker } from './service-worker.config.ts';

const server = process.env['VECHE_SERVER'] ?? 'http://localhost:8080';
const root = fileURLToPath(new URL('.', import.meta.url));

/**
 * Each of these is one file with all that it leans on, but for what an earlier one has: apart, parts that others share
 * would weigh several KiB more, and a chat would wait for a dozen little files.
 */
const groups = [
  { name: 'first', test: /web-shell\/src\/main\.ts$/ },
  // Without it, the settings and other pages would load all that a chat shows for the sake of these.
  {
    name: 'small',
    test: /\/src\/(state\/(attempt|paged|open-person)|i18n\/sizes|parts\/(sheet|app-icon))\.ts$|icons\/(camera|eye-off|history|link|rotate-cw)\.svg/,
  },
  { name: 'folders', test: /web-shell\/src\/features\/folders\/index\.ts$/ },
  { name: 'rich', test: /web-shell\/src\/features\/chat\/rich\/index\.ts$/ },
].map((group, index) => ({ ...group, priority: 9 - index }));

/** Builds the shell into web-shell/dist; in development `vite web-shell` passes calls on to a running server. */
export default defineConfig({
  root,
  base: '/',
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite-web-shell', import.meta.url)),
  plugins: [emoji(), inlineHead(), serviceWorker()],
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // The policy of the page allows no styles or pictures but its own; small files stay files.
    assetsInlineLimit: 0,
    // The little that rare parts share is not worth the names of it in the first load, nor the work of asking for it.
    modulePreload: false,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups } } },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    // The server answers its own origin only.
    proxy: Object.fromEntries(
      ['/api', '/ws', '/.well-known'].map((path) => [
        path,
        { target: server, ws: true, changeOrigin: true, headers: { origin: server } },
      ]),
    ),
  },
});
