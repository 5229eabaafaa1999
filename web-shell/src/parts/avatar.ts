import { initials } from '@veche/contract/light';
import { html, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import bookmark from 'lucide-static/icons/bookmark.svg?raw';
import { icon } from './icon.ts';

/**
 * A photo, or two letters on the tint of an id where there is none or none to be had. The size is the CSS property
 * `--avatar` of the place.
 */
export function avatar(id: number, name: string, photoId?: number): TemplateResult {
  return html`<span class="avatar" data-tint=${id % 8} aria-hidden="true"
    >${initials(name)}${
      photoId === undefined
        ? nothing
        : keyed(photoId, html`<img src="/files/${photoId}/thumbnail" alt="" decoding="async" @error=${hide} />`)
    }</span
  >`;
}

function hide(event: Event): void {
  (event.target as HTMLElement).hidden = true;
}

/** The avatar of the chat with oneself. */
export function savedAvatar(): TemplateResult {
  return html`<span class="avatar" data-tint="accent" aria-hidden="true">${icon(bookmark)}</span>`;
}
