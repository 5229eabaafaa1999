import type { JsonSchema, OpenApiDocument } from '@veche/contract';
import { html } from 'hono/html';
import { fieldsOf, notesOf, typeOf, variantsOf } from './fields.ts';
import { fieldTable, type Html, prose, typeText } from './html.ts';

/** Frames have a section of their own. */
const elsewhere = new Set(['ClientFrame', 'ServerFrame']);

/** The schemas that methods and frames call by name. */
export function typesSection(document: OpenApiDocument): Html {
  const types = Object.entries(document.components.schemas).filter(([name]) => !elsewhere.has(name));
  return html`<section id="types">
    <h2>Types</h2>
    ${types.map(
      ([name, schema]) =>
        html`<article id="type-${name}" data-filter="type ${name.toLowerCase()}">
          <h3><a href="#type-${name}">${name}</a></h3>
          <p class="summary">${prose(schema.description ?? '')}</p>
          ${body(schema)}
        </article>`,
    )}
  </section>`;
}

function body(schema: JsonSchema): Html {
  const variants = variantsOf(schema);
  if (variants !== null) {
    return html`<p class="soft">One of these:</p>
      ${variants.map(
        ({ label, schema: variant }) =>
          html`<h4 class="name">${label}</h4>
            ${fieldTable(fieldsOf(variant))}`,
      )}`;
  }
  if (schema.properties !== undefined) return fieldTable(fieldsOf(schema));
  const notes = notesOf(schema);
  return html`<p>
    <span class="type">${typeText(typeOf(schema))}</span>${notes.map((note) => html`; ${prose(note)}`)}
  </p>`;
}
