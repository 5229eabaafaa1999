import { html, type TemplateResult } from 'lit';
import type { Attachment, Message } from '@veche/contract';
import fileIcon from 'lucide-static/icons/file-down.svg?raw';
import linkIcon from 'lucide-static/icons/link.svg?raw';
import messageSquare from 'lucide-static/icons/message-square-text.svg?raw';
import { sizeWords } from '../../i18n/sizes.ts';
import { icon } from '../../parts/icon.ts';
import { messagePath } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';
import { fileUrl } from '../chat/rich/files.ts';
import '../chat/rich/voice-player.ts';
import { linksOf } from './shots.ts';

export interface Line {
  readonly shell: Shell;
  readonly message: Message;
  readonly sender: string;
}

const about = ({ shell, message, sender }: Line, more = '') =>
  html`<span class="soft cut">${more}<bdi>${sender}</bdi> · ${shell.words.dates.brief(message.at)}</span>`;

const toMessage = ({ shell: { words }, message }: Line, name: string) =>
  html`<a
    class="icon-button"
    href=${messagePath(message.chatId, message.messageId)}
    aria-label=${words.t('media.showNamed', { name })}
    title=${words.t('media.show')}
    >${icon(messageSquare)}</a
  >`;

const filesOf = ({ attachments = [] }: Message, kinds: readonly Attachment['kind'][]) =>
  attachments.filter(({ kind }) => kinds.includes(kind));

/** Files of a message, to be downloaded. */
export function fileLine(line: Line): readonly TemplateResult[] {
  const { message, shell } = line;
  return filesOf(message, ['file']).map(
    (file) =>
      html`<li>
        <a class="row" href=${fileUrl(file.fileId, message)} download=${file.name}>
          ${icon(fileIcon)}
          <span class="row-text">
            <bdi class="cut">${file.name}</bdi>${about(line, `${sizeWords(shell.words, file.sizeBytes)} · `)}
          </span>
        </a>
        ${toMessage(line, file.name)}
      </li>`,
  );
}

/** Addresses of a message, under the name that their page gave of itself. */
export function linkLine(line: Line): readonly TemplateResult[] {
  const { message } = line;
  return linksOf(message).map(({ url, words }) => {
    const { host, pathname } = new URL(url);
    const { preview } = message;
    const title = (preview?.url === url ? preview.title : undefined) ?? (words === url ? host : words);
    return html`<li>
      <a class="row" href=${url} target="_blank" rel="noopener noreferrer">
        ${icon(linkIcon)}
        <span class="row-text">
          <bdi class="cut">${title}</bdi>
          <span class="soft cut">${host}${pathname === '/' ? '' : decoded(pathname)}</span>
          ${about(line)}
        </span>
      </a>
      ${toMessage(line, title)}
    </li>`;
  });
}

/** Voice notes and other sounds of a message, played here. */
export function soundLine(line: Line): readonly TemplateResult[] {
  const { message, shell } = line;
  const { t } = shell.words;
  return filesOf(message, ['voice', 'audio']).map((file) => {
    const source = fileUrl(file.fileId, message);
    return html`<li>
      <div class="sound">
        ${
          file.kind === 'voice'
            ? html`<veche-voice .shell=${shell} .file=${file} .source=${source}></veche-voice>`
            : html`<bdi class="cut">${file.name}</bdi>
                <audio
                  src=${source}
                  controls
                  preload="none"
                  aria-label=${t('files.audio', { name: file.name })}
                ></audio>`
        }
        ${about(line)}
      </div>
      ${toMessage(line, file.kind === 'voice' ? t('voice.name') : file.name)}
    </li>`;
  });
}

/** As people read it; a wrong encoding stays as it is. */
function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}
