import { html, nothing, unsafeCSS } from 'lit';
import { signal } from '@preact/signals-core';
import type { ClientId, FileId, FileKind } from '@veche/contract';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { errorWords } from '../../../state/error-words.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';
import styles from './rich.css?inline';

/** As the contract has them; schemas stay out of the page. */
const UPLOADS_PATH = '/files/uploads';
const CHUNK_BYTES = 8 * 1024 ** 2;
const MAX_ATTACHMENTS = 10;

interface Uploading {
  readonly name: string;
  readonly percent: number;
  cancel(): void;
}

const uploads = signal<ReadonlyMap<string, Uploading>>(new Map());

/** Uploads files and sends them in one message: pictures as an album, anything else as what it is. */
export async function sendFiles(chat: OpenChat, files: readonly File[]): Promise<void> {
  const { client, notices, words } = chat.shell;
  const chosen = files.slice(0, MAX_ATTACHMENTS);
  if (files.length > MAX_ATTACHMENTS) notices.show(words.t('files.tooMany', { count: MAX_ATTACHMENTS }));
  const isAlbum = chosen.every(({ type }) => kindOf(type) === 'photo');
  try {
    const attachments: { fileId: FileId }[] = [];
    for (const file of chosen) {
      const kind = isAlbum || chosen.length === 1 ? kindOf(file.type) : 'file';
      const uploaded = await upload(file, kind);
      // Taken back by the sender.
      if (uploaded === null) return;
      attachments.push({ fileId: (await client.call('media.finish', { fileId: uploaded })).file.fileId });
    }
    const clientId = crypto.randomUUID() as string as ClientId;
    await client.call('messages.send', { chatId: chat.chatId, clientId, attachments, ...topicOf(chat) });
  } catch (error) {
    notices.show(errorWords(words, error));
  }
}

function kindOf(type: string): FileKind {
  if (/^image\/(jpeg|png|webp|gif|avif)$/.test(type)) return 'photo';
  if (/^video\/(mp4|webm)$/.test(type)) return 'video';
  return /^audio\//.test(type) ? 'audio' : 'file';
}

/** Uploads one file, shown while it is on its way; null when that was cancelled. */
export async function upload(file: File, kind: FileKind): Promise<FileId | null> {
  const { Upload } = await import('tus-js-client');
  const id = crypto.randomUUID();
  const set = (uploading: Uploading | null) => {
    const next = new Map(uploads.peek());
    if (uploading === null) next.delete(id);
    else next.set(id, uploading);
    uploads.value = next;
  };
  try {
    return await new Promise<FileId | null>((resolve, reject) => {
      const started = new Upload(file, {
        endpoint: UPLOADS_PATH,
        chunkSize: CHUNK_BYTES,
        retryDelays: [0, 1000, 3000, 10_000],
        metadata: { filename: file.name, filetype: file.type, kind },
        storeFingerprintForResuming: false,
        onProgress: (sent, total) => set({ name: file.name, percent: Math.round((100 * sent) / total), cancel }),
        onSuccess: () => resolve(Number(started.url?.split('/').at(-1)) as FileId),
        onError: reject,
      });
      const cancel = () => {
        void started.abort(true).catch(() => undefined);
        resolve(null);
      };
      set({ name: file.name, percent: 0, cancel });
      started.start();
    });
  } finally {
    set(null);
  }
}

/** What is on its way, with how far it came. */
class UploadList extends ShellElement {
  static override styles = [controlStyles, unsafeCSS(styles)];

  override render() {
    const { t } = this.shell.words;
    if (uploads.value.size === 0) return nothing;
    return html`<ul class="uploads" aria-label=${t('files.uploading')}>
      ${[...uploads.value.values()].map(
        ({ name, percent, cancel }) =>
          html`<li class="row">
            <span class="text"
              ><bdi class="cut">${name}</bdi><progress max="100" value=${percent} aria-label=${name}></progress
            ></span>
            <button class="icon-button" aria-label=${t('files.cancel', { name })} @click=${cancel}>${icon(x)}</button>
          </li>`,
      )}
    </ul>`;
  }
}

customElements.define('veche-uploads', UploadList);
