import { html, type TemplateResult } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/** Draws an icon imported as text (`…/icons/name.svg?raw`) at build time. It says nothing to screen readers. */
export function icon(source: string): TemplateResult {
  return html`<span class="icon" aria-hidden="true">${unsafeHTML(source)}</span>`;
}
