import { html, type TemplateResult } from 'lit';

/** One template an icon: drawn a hundred times, it is parsed once. */
const templates = new Map<string, TemplateStringsArray>();

/**
 * Draws an icon imported as text (`…/icons/name.svg?raw`) at build time; never give it anything else. It says nothing
 * to screen readers.
 */
export function icon(source: string): TemplateResult {
  let strings = templates.get(source);
  if (strings === undefined) {
    const markup = [`<span class="icon" aria-hidden="true">${source}</span>`];
    strings = Object.assign(markup, { raw: markup });
    templates.set(source, strings);
  }
  return html(strings);
}
