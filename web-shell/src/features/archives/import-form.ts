import { html, nothing, unsafeCSS } from 'lit';
import type { ChatId } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { sizeWords } from '../../i18n/sizes.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import page from '../../parts/page.css?inline';
import { errorWords } from '../../state/error-words.ts';
import { titleOf } from '../../state/people.ts';
import { uploadFile } from '../../state/upload-file.ts';
import styles from './archives.css?inline';

/** Chooses an archive and where it goes, uploads it and begins the import. Tells `started`. */
class ImportForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    into: { attribute: false },
    waits: { attribute: false },
    file: { state: true },
    sent: { state: true },
    failure: { state: true },
  };
  static override styles = [
    controlStyles,
    unsafeCSS(page),
    unsafeCSS(styles),
    unsafeCSS(':host { overflow: visible }'),
  ];

  /** The group that the address asks for. */
  declare into: ChatId | null;
  /** Another import is under way. */
  declare waits: boolean;
  declare file: File | null;
  /** Bytes that have arrived; null while nothing is sent. */
  declare sent: number | null;
  declare failure: string | null;
  #stop: AbortController | null = null;

  constructor() {
    super();
    this.waits = false;
    this.file = null;
    this.sent = null;
    this.failure = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.abort();
  }

  #start = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { client, words } = this.shell;
    const { file } = this;
    if (this.sent !== null) return;
    if (file === null) {
      this.failure = words.t('import.chooseFile');
      return;
    }
    const chosen = Number(this.renderRoot.querySelector('select')?.value ?? 0);
    const stop = (this.#stop = new AbortController());
    [this.sent, this.failure] = [0, null];
    try {
      const fileId = await uploadFile(this.shell, file, {
        onProgress: (sent) => (this.sent = sent),
        signal: stop.signal,
      });
      await client.call('archives.startImport', {
        clientId: crypto.randomUUID(),
        fileId,
        ...(chosen === 0 ? {} : { chatId: chosen }),
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
      this.file = null;
      this.renderRoot.querySelector('form')?.reset();
      this.dispatchEvent(new Event('started'));
    } catch (error) {
      const isBusy = error instanceof VecheError && error.code === 'conflict';
      if (!stop.signal.aborted) this.failure = isBusy ? words.t('import.oneAtATime') : errorWords(words, error);
    }
    this.sent = null;
  };

  #chosen = (event: Event): void => {
    this.file = (event.target as HTMLInputElement).files?.[0] ?? null;
    this.failure = null;
  };

  override render() {
    const { words, client } = this.shell;
    const { t } = words;
    const { file, sent } = this;
    const groups = client.chats.value.filter(({ kind, role }) => kind === 'group' && role !== 'member');
    return html`<form class="card pad" novalidate @submit=${this.#start}>
      <div class="field">
        <span class="label" id="file-label">${t('import.file')}</span>
        <div class="acts file">
          <input
            class="unseen"
            id="file"
            type="file"
            accept=".json,.zip,.txt"
            ?disabled=${sent !== null}
            aria-labelledby="file-label"
            aria-describedby="file-hint"
            @change=${this.#chosen}
          />
          <label class="button" for="file">${t('import.choose')}</label>
          <bdi class=${file === null ? 'soft' : ''}>${file?.name ?? t('import.noFile')}</bdi>
        </div>
        <p class="hint" id="file-hint">${t('import.fileHint')}</p>
      </div>
      <label class="field">
        <span class="label">${t('import.into')}</span>
        <select class="input" ?disabled=${sent !== null}>
          <option value="0">${t('import.newGroup')}</option>
          ${groups.map(
            (row) =>
              html`<option value=${row.chatId} ?selected=${row.chatId === this.into}>
                ${titleOf(this.shell, row)}
              </option>`,
          )}
        </select>
      </label>
      ${
        sent === null || file === null
          ? nothing
          : html`<progress max=${file.size} value=${sent} aria-label=${t('import.uploading')}></progress>
              <p class="soft" role="status">
                ${t('import.sent', { sent: sizeWords(words, sent), all: sizeWords(words, file.size) })}
              </p>`
      }
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      <div class="acts">
        <button class="button" data-kind="primary" ?disabled=${sent !== null || this.waits}>
          ${t('import.start')}
        </button>
        ${
          sent === null
            ? nothing
            : html`<button class="button" type="button" @click=${() => this.#stop?.abort()}>
                ${t('action.cancel')}
              </button>`
        }
      </div>
    </form>`;
  }
}

customElements.define('veche-import-form', ImportForm);
