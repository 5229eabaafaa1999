import { html, type TemplateResult } from 'lit';

/** The mark of Veche: a bell whose clapper is the tail of a speech bubble. The same drawing as public/icon.svg. */
export function mark(): TemplateResult {
  return html`<svg
    class="mark"
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="1.75"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    <path d="M12 4.4V2.6" />
    <path
      d="M9.4 17.2H3.6c1.7-1.3 2.2-3 2.2-5.6 0-4.2 2.5-7.2 6.2-7.2s6.2 3 6.2 7.2c0 2.6.5 4.3 2.2 5.6h-6.6l-4.4 4.2z"
    />
  </svg>`;
}
