import { readFile } from 'node:fs/promises';
import { buildOpenApi, methodList, namedSchemas } from '@veche/contract';
import type { Wing } from '../kernel/wing.ts';
import manifest from '../package.json' with { type: 'json' };
import { referencePage } from './page.ts';

export interface ReferenceOptions {
  /** Origin of the web client, for the examples. */
  readonly webOrigin: string;
}

const headers = {
  'Cache-Control': 'no-cache',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Serves the contract to readers: `/docs` for people, `/api/openapi.json` for programs. */
export function createReference({ webOrigin }: ReferenceOptions): Wing {
  const document = buildOpenApi({ methods: methodList, named: namedSchemas, version: manifest.version });
  const json = JSON.stringify(document);
  const page = referencePage(document, webOrigin);
  const asset = (name: string) => readFile(new URL(`./assets/${name}`, import.meta.url), 'utf8');

  return {
    name: 'reference',
    handlers: [],
    routes: (server) => {
      // Public and without state: tools on other origins may read it.
      server.get('/api/openapi.json', (c) =>
        c.body(json, 200, { ...headers, 'Content-Type': 'application/json', 'Access-Control-Allow-Origin': '*' }),
      );
      server.get('/docs', async (c) => c.html(await page, 200, { ...headers, 'Content-Security-Policy': policy }));
      server.get('/docs/', (c) => c.redirect('/docs', 308));
      server.get('/docs/style.css', async (c) =>
        c.body(await asset('style.css'), 200, { ...headers, 'Content-Type': 'text/css; charset=utf-8' }),
      );
      server.get('/docs/filter.js', async (c) =>
        c.body(await asset('filter.js'), 200, { ...headers, 'Content-Type': 'text/javascript; charset=utf-8' }),
      );
    },
  };
}
