import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const sources = new URL('./service-worker/', import.meta.url);
const publicFolder = fileURLToPath(new URL('./public/', import.meta.url));

/**
 * Makes `/service-worker.js` of the scripts in `service-worker/` and the names of all files of this build: another
 * build is another worker, which is how browsers learn of an update.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'veche-service-worker',
    apply: 'build',
    generateBundle: {
      // After the page was written.
      order: 'post',
      handler(_options, bundle) {
        const built = Object.values(bundle);
        const page = built.find(({ fileName }) => fileName === 'index.html');
        const html = page?.type === 'asset' ? String(page.source) : '';
        const files = [
          ...built.map(({ fileName }) => fileName).filter((name) => name.startsWith('assets/')),
          ...readdirSync(publicFolder),
        ].sort();
        const scripts = readdirSync(sources)
          .filter((name) => name.endsWith('.js'))
          .sort()
          .map((name) => readFileSync(new URL(name, sources), 'utf8'));
        const hash = createHash('sha256');
        for (const name of readdirSync(publicFolder)) hash.update(readFileSync(publicFolder + name));
        for (const text of [html, ...files, ...scripts]) hash.update(text);
        const constants = {
          VERSION: hash.digest('hex').slice(0, 16),
          FILES: files.map((name) => `/${name}`),
          /** What our page names and no other does. */
          ENTRY: /<script type="module"[^>]*\ssrc="([^"]+)"/.exec(html)?.[1],
        };
        const head = Object.entries(constants).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
        this.emitFile({ type: 'asset', fileName: 'service-worker.js', source: [...head, ...scripts].join('\n') });
      },
    },
  };
}
