import type { ErrorCode, OpenApiDocument, OpenApiOperation } from '@veche/contract';
import { html, raw } from 'hono/html';
import { codeTable, type Html } from './html.ts';
import { errorRow, isCommon, methodSection, scopeTable } from './methods.ts';
import { socketSection } from './socket.ts';
import { typesSection } from './types.ts';

/** The reference: one page with everything in it, for reading without a network. */
export function referencePage(document: OpenApiDocument, origin: string): Html {
  const operations = Object.values(document.paths).map(({ post }) => post);
  const groups = Map.groupBy(operations, (operation) => operation.tags[0] ?? '');
  return html`${raw('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Veche API</title>
        <link rel="stylesheet" href="/docs/style.css" />
        <script src="/docs/filter.js" defer></script>
      </head>
      <body>
        <a class="skip" href="#content">To the content</a>
        <header>
          <p class="brand">${mark()}<span>Veche API</span> <small>${document.info.version}</small></p>
          <form role="search" hidden>
            <label for="filter" class="unseen">Filter methods and types</label>
            <input
              id="filter"
              type="search"
              placeholder="Filter: send, chat, code…"
              autocomplete="off"
              spellcheck="false"
            />
            <output for="filter" id="found" aria-live="polite"></output>
          </form>
        </header>
        <nav aria-label="Contents">${contents(groups)}</nav>
        <main id="content" tabindex="-1">
          ${opening(origin)}
          ${[...groups].map(
            ([group, list]) =>
              html`<section id="group-${group}">
                <h2>${group}</h2>
                ${list.map((operation) => methodSection(operation, document, origin))}
              </section>`,
          )}
          ${socketSection(document)} ${typesSection(document)}
          <section id="scopes">
            <h2>Scopes</h2>
            <p>
              What a caller must hold. People hold every scope over their own account except <code>bot:updates</code>.
            </p>
            ${scopeTable()}
          </section>
          ${errorsSection(document)}
          <p id="nothing" hidden>Nothing matches. <button type="button" id="clear">Show everything</button></p>
        </main>
      </body>
    </html>`;
}

function contents(groups: ReadonlyMap<string, readonly OpenApiOperation[]>): Html {
  const link = (href: string, text: string) => html`<li><a href="#${href}">${text}</a></li>`;
  return html`<details open>
    <summary>Contents</summary>
    ${[...groups].map(
      ([group, list]) =>
        html`<p><a href="#group-${group}">${group}</a></p>
          <ul>
            ${list.map(({ operationId }) => link(operationId, operationId.slice(group.length + 1)))}
          </ul>`,
    )}
    <p><a href="#websocket">WebSocket</a></p>
    <ul>
      ${link('client-frames', 'Client')}${link('server-frames', 'Server')}${link('close-codes', 'Close codes')}
    </ul>
    <p><a href="#types">Types</a></p>
    <p><a href="#scopes">Scopes</a></p>
    <p><a href="#errors">Errors</a></p>
  </details>`;
}

function opening(origin: string): Html {
  return html`<section id="start">
    <h1>Veche API</h1>
    <p>
      Every method is called with <code>POST ${origin}/api/&lt;name&gt;</code> and a JSON body, or as a
      <a href="#frame-call">call frame</a> over the <a href="#websocket">WebSocket</a>. Both take the same input and
      give the same answer. The whole of it as <a href="/api/openapi.json">OpenAPI 3.1</a>.
    </p>
    <p>
      Sign in with <a href="#identity.requestCode">identity.requestCode</a> and
      <a href="#identity.signIn">identity.signIn</a>, then send the token as
      <code>Authorization: Bearer &lt;token&gt;</code>. The web client keeps its session in a cookie, which counts only
      with its own <code>Origin</code>. Every answer carries <code>X-Request-Id</code>.
    </p>
  </section>`;
}

function errorsSection(document: OpenApiDocument): Html {
  const codes = Object.keys(document['x-errors']) as ErrorCode[];
  const table = (list: readonly ErrorCode[]) =>
    codeTable(
      ['Code', 'HTTP', 'Meaning'],
      list.map((code) => errorRow(code, document)),
    );
  return html`<section id="errors">
    <h2>Errors</h2>
    <p>
      A refusal has the body <code>{"error": <a href="#type-ErrorBody">ErrorBody</a>}</code>. It names the wrong field
      where there is one, and it has changed nothing.
    </p>
    <h3>Of every method</h3>
    ${table(codes.filter((code) => isCommon(code, document)))}
    <h3>Of some</h3>
    ${table(codes.filter((code) => !isCommon(code, document)))}
  </section>`;
}

/** The bell whose clapper is the tail of a speech bubble. */
function mark(): Html {
  return html`<svg
    viewBox="0 0 24 24"
    width="24"
    height="24"
    aria-hidden="true"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    <path d="M12 3v1.5M6 16V10.500a6 6 0 0 1 12 0V16l1.500 2h-15z" />
    <path d="M10.500 18v3.500l3.500-3.500" />
  </svg>`;
}
