import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { serviceWorker } from './service-worker.config.ts';

const server = process.env['VECHE_SERVER'] ?? 'http://localhost:8080';
const root = fileURLToPath(new URL('.', import.meta.url));

/** Builds the shell into web-shell/dist; in development `vite web-shell` passes calls on to a running server. */
export default defineConfig({
  root,
  base: '/',
  cacheDir: fileURLToPath(new URL('../node_modules/.cache/vite-web-shell', import.meta.url)),
  plugins: [serviceWorker()],
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
    // All that the first screen needs is one file: apart, parts that others share would weigh several KiB more.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', test: /web-shell\/src\/main\.ts$/ }] } } },
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
