import { html, nothing, unsafeCSS } from 'lit';
import rotate from 'lucide-static/icons/rotate-cw.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import { icon } from '../../../parts/icon.ts';
import { sizeWords } from '../../../i18n/sizes.ts';
import type { MessageKey } from '../../../i18n/words.ts';
import { attempt } from '../../../state/attempt.ts';
import { codeWords } from '../../../state/error-words.ts';
import { maySend } from '../../../state/may.ts';
import type { UploadRow } from '../../../sync/client.ts';
import type { FileFacts, OutgoingFile } from '../../../sync/state.ts';
import type { OpenChat } from '../open-chat.ts';
import { topicOf } from '../topic-of.ts';
import { cleanName, kindsOf, MAX_ATTACHMENTS, MAX_FILE_BYTES } from './file-kinds.ts';
import { lookAtVideo } from './look-at-video.ts';
import styles from './rich.css?inline';

/** Sends files in one message: pictures as an album, anything else as what it is. It waits in the queue for them. */
export async function sendFiles(chat: OpenChat, given: readonly File[]): Promise<void> {
  const { notices, words } = chat.shell;
  const row = chat.row.peek();
  if (row === undefined) return;
  if (!maySend(row, 'sendMedia', Date.now())) return notices.show(words.t('files.denied'));
  const fitting = given.filter((file) => {
    const problem = problemOf(chat, file);
    if (problem !== null) notices.show(problem);
    return problem === null;
  });
  if (fitting.length > MAX_ATTACHMENTS) notices.show(words.t('files.tooMany', { count: MAX_ATTACHMENTS }));
  const chosen = fitting.slice(0, MAX_ATTACHMENTS);
  if (chosen.length === 0) return;
  const kinds = kindsOf(chosen);
  const looks = await Promise.all(
    chosen.map(async (file, index) => (kinds[index] === 'video' ? lookAtVideo(file) : null)),
  );
  const contents: Blob[] = [...chosen];
  const files = chosen.map((file, index): OutgoingFile => {
    const { facts, picture = null } = looks[index] ?? {};
    const preview = picture === null ? {} : { preview: contents.push(picture) - 1 };
    return {
      name: cleanName(file.name),
      kind: kinds[index] ?? 'file',
      sizeBytes: file.size,
      ...(facts && { facts }),
      ...preview,
    };
  });
  await attempt(chat.shell, () => queueFiles(chat, files, contents));
}

/** Puts a message with files in the queue, as an answer when one is being written. */
async function queueFiles(chat: OpenChat, files: readonly OutgoingFile[], contents: readonly Blob[]): Promise<void> {
  const answered = chat.replyTo.peek();
  await chat.shell.client.sendFiles(
    chat.chatId,
    { text: '', ...(answered !== null && { replyTo: answered.messageId }), ...topicOf(chat) },
    files,
    contents,
  );
  chat.replyTo.value = null;
}

/** Sends a recording by the queue, so that it survives a lost connection and a reload. */
export async function sendRecording(chat: OpenChat, file: File, facts: FileFacts): Promise<void> {
  await queueFiles(chat, [{ name: file.name, kind: 'voice', sizeBytes: file.size, facts }], [file]);
}

/** As `sendRecording`, of a video note with a picture of its beginning. */
export async function sendVideoNote(chat: OpenChat, file: File, facts: FileFacts, picture: Blob | null): Promise<void> {
  const preview = picture === null ? {} : { preview: 1 };
  const note = { name: file.name, kind: 'videoNote', sizeBytes: file.size, facts, ...preview } as const;
  await queueFiles(chat, [note], picture === null ? [file] : [file, picture]);
}

/** What can be known before a byte is sent. */
function problemOf({ shell: { words } }: OpenChat, { name: given, size }: File): string | null {
  const name = cleanName(given);
  if (size === 0) return words.t('files.empty', { name });
  return size > MAX_FILE_BYTES ? words.t('files.tooBig', { name, size: sizeWords(words, MAX_FILE_BYTES) }) : null;
}

/** Messages of the chat whose files are on their way, with how far they came. */
class UploadList extends ShellElement {
  static override properties = { ...ShellElement.properties, chat: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('beforeunload', this.#warn);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('beforeunload', this.#warn);
  }

  /** What the browser could not keep would be lost with the page. */
  #warn = (event: BeforeUnloadEvent): void => {
    if (this.shell.client.uploads.peek().some(({ isKept, failure }) => !isKept && failure === undefined))
      event.preventDefault();
  };

  #row(upload: UploadRow) {
    const { client, words } = this.shell;
    const { t } = words;
    const { key, percent, isKept, failure, kinds } = upload;
    const [first = '', ...others] = upload.names;
    const name = others.length === 0 ? first : t('files.andMore', { name: first, count: others.length });
    const asFiles = failure === 'files.notShown';
    const again = () => void attempt(this.shell, () => (asFiles ? client.sendAsFiles(key) : client.resend(key)));
    return html`<li class="row">
      <span class="text"
        ><bdi class="cut">${name}</bdi>
        ${
          failure === undefined
            ? html`<progress max="100" value=${percent} aria-label=${name}></progress>`
            : html`<span class="problem" role="alert">${failureWords(this.shell.words, failure)}</span>`
        }
        ${failure === undefined && !isKept ? html`<span class="soft">${t('files.notKept')}</span>` : nothing}
        ${
          asFiles
            ? html`<button class="link" @click=${again}>${t('files.asFile', { count: kinds.length })}</button>`
            : nothing
        }
      </span>
      ${
        failure === undefined || asFiles || failure === 'files.lost'
          ? nothing
          : html`<button class="icon-button" aria-label=${t('files.again', { name })} @click=${again}>
              ${icon(rotate)}
            </button>`
      }
      <button
        class="icon-button"
        aria-label=${t('files.cancel', { name })}
        @click=${() => void attempt(this.shell, () => client.discard(key))}
      >
        ${icon(x)}
      </button>
    </li>`;
  }

  override render() {
    const { chatId, topicId } = this.chat;
    const shown = this.shell.client.uploads.value.filter(
      (upload) => upload.chatId === chatId && (topicId === undefined || (upload.topicId ?? 0) === topicId),
    );
    if (shown.length === 0) return nothing;
    return html`<ul class="uploads" aria-label=${this.shell.words.t('files.uploading')}>
      ${shown.map((upload) => this.#row(upload))}
    </ul>`;
  }
}

function failureWords(words: Parameters<typeof codeWords>[0], failure: string): string {
  return failure.startsWith('files.') ? words.t(failure as MessageKey) : codeWords(words, failure);
}

customElements.define('veche-uploads', UploadList);
