import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const theme = readFileSync(new URL('./theme.js', import.meta.url), 'utf8');

/**
 * Puts into the page itself what it cannot be painted without: the script that sets the chosen looks, and in a build the
 * styles. The server names their hashes in the policy of the page.
 */
export function inlineHead(): Plugin {
  return {
    name: 'veche-inline-head',
    transformIndexHtml: { order: 'pre', handler: () => [{ tag: 'script', children: theme, injectTo: 'head' }] },
    generateBundle: {
      // After the page was written.
      order: 'post',
      handler(_options, bundle) {
        const page = bundle['index.html'];
        if (page?.type !== 'asset') return;
        page.source = String(page.source).replace(
          /<link rel="stylesheet"[^>]*\shref="\/([^"]+)"[^>]*>/g,
          (link, name: string) => {
            const styles = bundle[name];
            if (styles?.type !== 'asset') return link;
            delete bundle[name];
            return `<style>${String(styles.source).trim()}</style>`;
          },
        );
      },
    },
  };
}
