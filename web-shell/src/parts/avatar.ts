import { html, type TemplateResult } from 'lit';
import bookmark from 'lucide-static/icons/bookmark.svg?raw';
import { initials } from '../state/people.ts';
import { icon } from './icon.ts';

/** Two letters on the tint of an id. The size is the CSS property `--avatar` of the place. */
export function avatar(id: number, name: string): TemplateResult {
  return html`<span class="avatar" data-tint=${id % 8} aria-hidden="true">${initials(name)}</span>`;
}

/** The avatar of the chat with oneself. */
export function savedAvatar(): TemplateResult {
  return html`<span class="avatar" data-tint="accent" aria-hidden="true">${icon(bookmark)}</span>`;
}
