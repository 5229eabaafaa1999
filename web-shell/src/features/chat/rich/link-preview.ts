import { html, nothing, type TemplateResult } from 'lit';
import type { LinkPreview } from '@veche/contract';
import type { MessageRow } from '../../../sync/client.ts';
import { fileUrl, placeholder } from './files.ts';

/** What the page that a message points at says of itself. */
export function previewCard(message: MessageRow, preview: LinkPreview, tab: number): TemplateResult {
  const { url, title, description, image } = preview;
  const site = preview.siteName ?? new URL(url).hostname;
  return html`<a class="preview" href=${url} target="_blank" rel="noopener noreferrer" tabindex=${tab}>
    <span class="site cut">${site}</span>
    ${title === undefined ? nothing : html`<strong dir="auto">${title}</strong>`}
    ${description === undefined ? nothing : html`<span class="about" dir="auto">${description}</span>`}
    ${
      image === undefined
        ? nothing
        : html`<img
            src=${fileUrl(image.fileId, message)}
            alt=""
            width=${image.width}
            height=${image.height}
            loading="lazy"
            .style=${placeholder(image.thumbhash)}
          />`
    }
  </a>`;
}
