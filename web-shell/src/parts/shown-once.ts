import { html, type TemplateResult } from 'lit';
import copy from 'lucide-static/icons/copy.svg?raw';
import { attempt } from '../state/attempt.ts';
import type { Shell } from '../state/shell.ts';
import { icon } from './icon.ts';
import './sheet.ts';

/** What is told once: a token, a link. */
export interface ShownOnce {
  readonly heading: string;
  readonly text: string;
  readonly value: string;
  /** Name of the button that copies it, and what is said when it did. */
  readonly copy: string;
  readonly copied: string;
  /** Name of the button that ends it. */
  readonly done: string;
}

/** A sheet with something that is shown this once. */
export function shownOnce(shell: Shell, shown: ShownOnce, done: () => void): TemplateResult {
  const keep = async (): Promise<void> => {
    if (await attempt(shell, () => navigator.clipboard.writeText(shown.value))) shell.notices.show(shown.copied);
  };
  return html`<veche-sheet .shell=${shell} .heading=${shown.heading} @close=${done}>
    <div class="form">
      <p>${shown.text}</p>
      <p class="code" role="group" aria-label=${shown.heading} lang="en">${shown.value}</p>
      <button class="button" data-kind="primary" data-autofocus @click=${keep}>${icon(copy)}${shown.copy}</button>
      <button class="button" @click=${done}>${shown.done}</button>
    </div>
  </veche-sheet>`;
}
