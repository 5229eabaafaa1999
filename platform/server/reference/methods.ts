import {
  type ErrorCode,
  type Idempotency,
  type JsonSchema,
  type OpenApiDocument,
  type OpenApiOperation,
  scopes,
} from '@veche/contract';
import { html } from 'hono/html';
import { exampleOf } from './example.ts';
import { fieldsOf } from './fields.ts';
import { codeTable, fieldTable, type Html, prose } from './html.ts';

const idempotencyMeaning: Record<Idempotency, string> = {
  read: 'Changes nothing.',
  natural: 'Doing it twice is the same as once.',
  key: 'A repeat with the same `clientId` gets the first answer; with another content it is refused.',
  once: 'A repeat is a new act or a refusal.',
};

/** One method: what it is for, who may call it, what goes in and comes out, how it refuses. */
export function methodSection(operation: OpenApiOperation, document: OpenApiDocument, origin: string): Html {
  const name = operation.operationId;
  const input = operation.requestBody.content['application/json'].schema;
  const own = operation['x-errors'].filter((code) => !isCommon(code, document));
  return html`<article id="${name}" data-filter="${`${name} ${operation.summary}`.toLowerCase()}">
    <h3><a href="#${name}">${name}</a></h3>
    <p class="summary">${prose(operation.summary)}</p>
    <dl class="facts">
      <div>
        <dt>Scope</dt>
        <dd>
          <a href="#scopes"><code>${operation['x-scope']}</code></a>
        </dd>
      </div>
      <div>
        <dt>Repeats</dt>
        <dd><code>${operation['x-idempotency']}</code> ${prose(idempotencyMeaning[operation['x-idempotency']])}</dd>
      </div>
      <div>
        <dt>Limits</dt>
        <dd>${operation['x-calls-per-minute']} calls a minute, body up to ${bytes(operation['x-max-body-bytes'])}</dd>
      </div>
    </dl>
    <h4>Input</h4>
    ${fieldTable(fieldsOf(input))}
    <h4>Output</h4>
    ${fieldTable(fieldsOf(outputOf(operation)))}
    <h4>Errors</h4>
    ${
      own.length === 0
        ? ''
        : codeTable(
            ['Code', 'HTTP', 'Meaning'],
            own.map((code) => errorRow(code, document)),
          )
    }
    <p class="soft">${own.length === 0 ? 'Only' : 'And'} <a href="#errors">those of every method</a>.</p>
    <h4>Example</h4>
    <pre tabindex="0"><code>${curlOf(operation, input, document, origin)}</code></pre>
  </article>`;
}

/** A row of an error table. */
export function errorRow(code: ErrorCode, document: OpenApiDocument): readonly [string, string, Html] {
  const { status, meaning } = document['x-errors'][code];
  return [code, String(status), prose(meaning)];
}

/** Codes that every method may answer: those that all of them state. */
export function isCommon(code: ErrorCode, document: OpenApiDocument): boolean {
  return Object.values(document.paths).every(({ post }) => post['x-errors'].includes(code));
}

/** A command line that calls the method with the least that it takes. */
export function curlOf(
  operation: OpenApiOperation,
  input: JsonSchema,
  document: OpenApiDocument,
  origin: string,
): string {
  const example = JSON.stringify(exampleOf(input, document.components.schemas));
  return [
    `curl ${origin}/api/${operation.operationId}`,
    ...(operation['x-scope'] === 'public' ? [] : [`  -H 'Authorization: Bearer <token>'`]),
    `  -H 'Content-Type: application/json'`,
    // A quote within the body would end the argument of the shell.
    `  -d '${example.replaceAll("'", "'\\''")}'`,
  ].join(' \\\n');
}

export function scopeTable(): Html {
  return codeTable(['Scope', 'What it allows'], Object.entries(scopes));
}

function outputOf(operation: OpenApiOperation): JsonSchema {
  const done = operation.responses['200'];
  return done !== undefined && 'content' in done ? done.content['application/json'].schema : {};
}

function bytes(count: number): string {
  return count >= 1024 * 1024 ? `${count / 1024 / 1024} MiB` : `${count / 1024} KiB`;
}
