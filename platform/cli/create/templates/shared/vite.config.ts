import { defineConfig } from 'vitest/config';

/** The packages of Veche come as sources. */
const source = (surroundings: 'browser' | 'node') => ['source', 'module', surroundings, 'development|production'];

export default defineConfig({
  resolve: { conditions: source('browser') },
  ssr: { resolve: { conditions: source('node'), externalConditions: ['source'] } },
  build: {
    target: ['chrome123', 'firefox121', 'safari17.5'],
    // An app's page may hold no inline scripts or styles; small files stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  test: { environment: 'node', execArgv: ['--conditions=source'] },
});
