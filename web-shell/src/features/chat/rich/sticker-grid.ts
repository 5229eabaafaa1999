import { html, nothing, type TemplateResult } from 'lit';
import type { StickerPack } from '@veche/contract';
import type { Shell } from '../../../state/shell.ts';

type PackedSticker = StickerPack['stickers'][number];

/** The stickers of a pack: to choose from with `pick`, else to look at. */
export function stickerGrid(
  shell: Shell,
  { title, stickers }: StickerPack,
  pick?: (sticker: PackedSticker) => void,
): TemplateResult {
  if (pick === undefined)
    return html`<ul class="stickers" aria-label=${title}>
      ${stickers.map((sticker) => html`<li>${stickerPicture(shell, sticker)}</li>`)}
    </ul>`;
  // One stop of the Tab key a pack; arrows move within it.
  return html`<div class="stickers" role="group" aria-label=${title} @keydown=${arrows}>
    ${stickers.map(
      (sticker, index) =>
        html`<button class="pick" tabindex=${index === 0 ? 0 : -1} @click=${() => pick(sticker)}>
          ${stickerPicture(shell, sticker)}
        </button>`,
    )}
  </div>`;
}

/** A sticker as it is shown in lists. */
export function stickerPicture({ words }: Shell, { emoji, file }: PackedSticker): TemplateResult {
  const label = words.t('sticker.label', { emoji });
  if (file === undefined) return html`<span class="glyph" role="img" aria-label=${label}>${emoji}</span>`;
  const { fileId, width, height } = file;
  return html`<img
    src="/files/${fileId}"
    alt=${label}
    width=${width ?? nothing}
    height=${height ?? nothing}
    loading="lazy"
  />`;
}

function arrows(event: KeyboardEvent): void {
  const group = event.currentTarget as HTMLElement;
  const all = [...group.querySelectorAll<HTMLElement>('.pick')];
  const at = all.indexOf(event.target as HTMLElement);
  const inLine = all.filter(({ offsetTop }) => offsetTop === all[0]?.offsetTop).length;
  const to = {
    ArrowRight: at + 1,
    ArrowLeft: at - 1,
    ArrowDown: at + inLine,
    ArrowUp: at - inLine,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  all[to]?.focus();
}
