import { html, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '@veche/contract';
import fileIcon from 'lucide-static/icons/file-down.svg?raw';
import { icon } from '../../../parts/icon.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { fileUrl, placeholder, thumbnailUrl } from './files.ts';
import './voice-player.ts';

/** Files of a message: photos and videos side by side, sounds and files below each other. */
export function attachmentsView(
  chat: OpenChat,
  message: MessageRow,
  files: readonly Attachment[],
  tab: number,
): TemplateResult {
  const pictures = files.filter(({ kind }) => kind === 'photo').length;
  return html`<div class="files" ?data-album=${pictures > 1}>
    ${files.map((file, index) => one(chat, message, file, index, tab))}
  </div>`;
}

function one(chat: OpenChat, message: MessageRow, file: Attachment, index: number, tab: number) {
  const { t } = chat.shell.words;
  const source = fileUrl(file.fileId, message);
  switch (file.kind) {
    case 'photo':
      return html`<button
        class="photo"
        tabindex=${tab}
        aria-label=${t('files.photo', { name: file.name })}
        @click=${() => void show(chat, message, index)}
      >
        <img
          src=${file.animated === true || file.thumbnail === undefined ? source : thumbnailUrl(file.fileId, message)}
          alt=""
          width=${file.width ?? 320}
          height=${file.height ?? 240}
          loading="lazy"
          .style=${placeholder(file.thumbhash)}
        />
      </button>`;
    case 'video':
    case 'videoNote':
      return html`<video
        src=${source}
        controls
        preload="metadata"
        tabindex=${tab}
        aria-label=${t('files.video', { name: file.name })}
        poster=${file.thumbnail === undefined ? nothing : thumbnailUrl(file.fileId, message)}
      ></video>`;
    case 'voice':
      return html`<veche-voice .shell=${chat.shell} .file=${file} .source=${source} .tab=${tab}></veche-voice>`;
    case 'audio':
      return html`<audio
        src=${source}
        controls
        preload="metadata"
        tabindex=${tab}
        aria-label=${t('files.audio', { name: file.name })}
      ></audio>`;
    default:
      return html`<a class="file" href=${source} download=${file.name} tabindex=${tab}>
        ${icon(fileIcon)}
        <span class="lines"><bdi class="cut">${file.name}</bdi><span class="soft">${sizeOf(chat, file)}</span></span>
      </a>`;
  }
}

function sizeOf({ shell }: OpenChat, { sizeBytes }: Attachment): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
  const step = Math.min(3, Math.floor(Math.log(sizeBytes) / Math.log(1024)));
  const format = { style: 'unit', unit: steps[step], unitDisplay: 'short', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(shell.words.language.value, format).format(sizeBytes / 1024 ** step);
}

async function show(chat: OpenChat, message: MessageRow, index: number): Promise<void> {
  await import('./photo-viewer.ts');
  chat.sheet.value = html`<veche-photos
    .shell=${chat.shell}
    .message=${message}
    .at=${index}
    @close=${() => (chat.sheet.value = null)}
  ></veche-photos>`;
}
