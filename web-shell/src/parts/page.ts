import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import type { Paged } from '../state/paged.ts';
import type { Shell } from '../state/shell.ts';
import { controlStyles } from './element.ts';
import { icon } from './icon.ts';
import { mark } from './mark.ts';
import styles from './page.css?inline';

/** Styles of a page with cards. */
export const pageStyles = [...controlStyles, unsafeCSS(styles)];

/** The way back and the name of a page. */
export function pageHead(
  { words }: Shell,
  title: string,
  back: { readonly path: string; readonly label: string } = { path: '/settings', label: words.t('nav.settings') },
): TemplateResult {
  return html`<header class="page-head">
    <a class="button" data-kind="quiet" href=${back.path}>${icon(arrowLeft)}${back.label}</a>
    <h1>${title}</h1>
  </header>`;
}

/** What went wrong and a button to try again. */
export function problem({ words }: Shell, failure: string | null, retry: () => void): TemplateResult | typeof nothing {
  if (failure === null) return nothing;
  return html`<p class="error" role="alert">${failure}</p>
    <button class="button more" @click=${retry}>${words.t('action.retry')}</button>`;
}

/** Stands where something is on its way. */
export function waiting({ words }: Shell): TemplateResult {
  return html`<div class="bones" role="status" aria-label=${words.t('page.loading')}></div>`;
}

/** One line where a list is empty, with the mark above it. */
export function none(text: string, act: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="card none">
    <span class="drawing">${mark()}</span>
    <p>${text}</p>
    ${act}
  </div>`;
}

/** A list that is read page by page: on its way, empty, failed, or there with a button for more. */
export function pagedList<Item>(
  shell: Shell,
  paged: Paged<Item>,
  { label, empty, item }: { label: string; empty: TemplateResult; item: (item: Item) => TemplateResult },
): TemplateResult {
  const content = (items: readonly Item[]) =>
    html`<ul class="card" aria-label=${label} aria-busy=${paged.isBusy.value}>
      ${items.map(item)}
    </ul>`;
  return pagedContent(shell, paged, { empty, content, coming: waiting(shell) });
}

/** What is read page by page and is drawn in another way; `coming` stands where it is on its way. */
export function pagedContent<Item>(
  shell: Shell,
  paged: Paged<Item>,
  {
    empty,
    content,
    coming,
  }: Record<'empty' | 'coming', TemplateResult> & { content: (items: readonly Item[]) => unknown },
): TemplateResult {
  const items = paged.items.value;
  if (items === null)
    return paged.failure.value === null
      ? coming
      : html`${problem(shell, paged.failure.value, () => void paged.load())}`;
  if (items.length === 0 && !paged.hasMore.value) return empty;
  return html`${content(items)} ${problem(shell, paged.failure.value, () => void paged.more())}
  ${
    paged.hasMore.value && paged.failure.value === null
      ? html`<button class="button more" data-end ?disabled=${paged.isBusy.value} @click=${() => void paged.more()}>
          ${shell.words.t('search.more')}
        </button>`
      : nothing
  }`;
}
