import type { Entity } from '@veche/contract';
import { html } from 'hono/html';
import type { Html } from './document.ts';

/** A text with its entities, which are sorted and properly nested as they are stored. */
export function formatted(text: string, entities: readonly Entity[]): Html {
  return html`${pieces(text, 0, text.length, entities)}`;
}

function pieces(text: string, start: number, end: number, entities: readonly Entity[]): Html[] {
  const list: Html[] = [];
  let at = start;
  for (let index = 0; index < entities.length;) {
    const entity = entities[index];
    if (entity === undefined) break;
    const close = Math.min(end, entity.offset + entity.length);
    let next = index + 1;
    while (next < entities.length && (entities[next]?.offset ?? end) < close) next += 1;
    if (entity.offset >= at && close > entity.offset) {
      list.push(html`${text.slice(at, entity.offset)}`);
      list.push(wrap(entity, pieces(text, entity.offset, close, entities.slice(index + 1, next)), text));
      at = close;
    }
    index = next;
  }
  list.push(html`${text.slice(at, end)}`);
  return list;
}

function wrap(entity: Entity, inner: Html[], text: string): Html {
  switch (entity.kind) {
    case 'bold':
      return html`<b>${inner}</b>`;
    case 'italic':
      return html`<i>${inner}</i>`;
    case 'underline':
      return html`<u>${inner}</u>`;
    case 'strikethrough':
      return html`<s>${inner}</s>`;
    case 'spoiler':
      return html`<span class="spoiler">${inner}</span>`;
    case 'code':
      return html`<code>${inner}</code>`;
    case 'pre':
      return html`<pre>${inner}</pre>`;
    case 'blockquote':
      return html`<blockquote>${inner}</blockquote>`;
    case 'link':
      return link(entity.url, inner);
    case 'url': {
      const address = text.slice(entity.offset, entity.offset + entity.length);
      return link(/^https?:\/\//i.test(address) ? address : `https://${address}`, inner);
    }
    default:
      return html`${inner}`;
  }
}

/** Only web addresses become links: a page on a disk must not lead to a script or to another file. */
function link(address: string, inner: Html[]): Html {
  if (!/^https?:\/\//i.test(address)) return html`${inner}`;
  return html`<a href="${address}" rel="noopener noreferrer nofollow">${inner}</a>`;
}
