import { html } from 'hono/html';
import type { Field, TypeText } from './fields.ts';

export type Html = ReturnType<typeof html>;

/** A sentence with code between backticks. */
export function prose(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`;
}

export function typeText(type: TypeText): Html {
  return html`${type.map((part) =>
    typeof part === 'string' ? part : html`<a href="#type-${part.named}">${part.named}</a>`,
  )}`;
}

/** A table of fields; on narrow screens each row becomes a block. */
export function fieldTable(fields: readonly Field[]): Html {
  if (fields.length === 0) return html`<p class="soft">No fields.</p>`;
  return html`<table class="fields">
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Type</th>
        <th scope="col">Rules</th>
      </tr>
    </thead>
    <tbody>
      ${fields.map(
        ({ path, type, isRequired, notes }) =>
          html`<tr>
            <th scope="row"><code>${path}</code></th>
            <td class="type">${typeText(type)}</td>
            <td>
              ${[isRequired ? 'required' : 'optional', ...notes].map((note, index) => html`${index > 0 ? '; ' : ''}${prose(note)}`)}
            </td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** A table whose first column is code. */
export function codeTable(head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html {
  return html`<table class="codes">
    <thead>
      <tr>
        ${head.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([code, ...cells]) =>
          html`<tr>
            <th scope="row"><code>${code}</code></th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
