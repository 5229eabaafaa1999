import { html, nothing, type TemplateResult } from 'lit';
import type { Attachment } from '@veche/contract';
import eyeOff from 'lucide-static/icons/eye-off.svg?raw';
import fileIcon from 'lucide-static/icons/file-down.svg?raw';
import { sizeWords } from '../../../i18n/sizes.ts';
import { icon } from '../../../parts/icon.ts';
import type { MessageRow } from '../../../sync/client.ts';
import type { OpenChat } from '../open-chat.ts';
import { fileUrl, placeholder, thumbnailUrl } from './files.ts';
import './note-player.ts';
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
    ${files.map((file) => one(chat, message, file, tab))}
  </div>`;
}

function one(chat: OpenChat, message: MessageRow, file: Attachment, tab: number) {
  const { t } = chat.shell.words;
  const source = fileUrl(file.fileId, message);
  if (file.spoiler === true && !chat.opened.value.has(message.key)) return covered(chat, message, file, tab);
  switch (file.kind) {
    case 'photo':
      return html`<button
        class="photo"
        tabindex=${tab}
        aria-label=${t('files.photo', { name: file.name })}
        @click=${() => void show(chat, message, file)}
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
    case 'videoNote':
      return html`<veche-note .shell=${chat.shell} .file=${file} .message=${message} .tab=${tab}></veche-note>`;
    case 'video':
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
        <span class="lines"
          ><bdi class="cut">${file.name}</bdi
          ><span class="soft">${sizeWords(chat.shell.words, file.sizeBytes)}</span></span
        >
      </a>`;
  }
}

/** A file that its sender hid: its place, until a press opens all of the message. The focus goes on to what comes. */
function covered({ shell, opened }: OpenChat, { key }: MessageRow, file: Attachment, tab: number): TemplateResult {
  const open = ({ currentTarget }: Event) => {
    const message = (currentTarget as HTMLElement).closest<HTMLElement>('.message');
    opened.value = new Set(opened.value).add(key);
    message?.focus({ preventScroll: true });
  };
  return html`<button class="photo covered" tabindex=${tab} aria-label=${shell.words.t('files.covered')} @click=${open}>
    <canvas width=${file.width ?? 320} height=${file.height ?? 240} .style=${placeholder(file.thumbhash)}></canvas>
    ${icon(eyeOff)}
  </button>`;
}

async function show(chat: OpenChat, message: MessageRow, file: Attachment): Promise<void> {
  await import('./photo-viewer.ts');
  chat.sheet.value = html`<veche-photos
    .shell=${chat.shell}
    .start=${{ message, file }}
    @close=${() => (chat.sheet.value = null)}
  ></veche-photos>`;
}
