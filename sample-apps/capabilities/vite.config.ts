import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['dist', 'node_modules'].includes(entry.name))
  .map(({ name }) => name);

/** Builds all the apps at once; each gets a `dist` of its own, with the page, its script, its pictures and what that stands on. */
export default defineConfig({
  root,
  cacheDir: fileURLToPath(new URL('../../node_modules/.cache/vite-capabilities', import.meta.url)),
  resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
  plugins: [apart()],
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // An app's page may hold no inline scripts or styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { input: Object.fromEntries(names.map((name) => [name, join(root, name, 'index.html')])) },
  },
});

function apart(): Plugin {
  return {
    name: 'apart',
    writeBundle(_options, bundle) {
      const importsOf = (file: string): string[] => {
        const chunk = bundle[file];
        if (chunk?.type !== 'chunk') return [];
        return [file, ...(chunk.viteMetadata?.importedAssets ?? []), ...chunk.imports.flatMap(importsOf)];
      };
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk' || !chunk.isEntry) continue;
        const folder = join(root, chunk.name, 'dist');
        rmSync(folder, { recursive: true, force: true });
        cpSync(join(root, 'dist', chunk.name, 'index.html'), join(folder, 'index.html'));
        for (const file of new Set(importsOf(chunk.fileName))) cpSync(join(root, 'dist', file), join(folder, file));
      }
    },
  };
}
