import { html, nothing, unsafeCSS } from 'lit';
import type { apps, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { callByHttp } from '../../state/api.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './releases.css?inline';

/** `maxBodyBytes` of `apps.publishZip` in base64, and a little for the rest. */
const MOST_ZIP_BYTES = 8.9 * 1024 * 1024;
/** A whole bundle on a slow line. */
const TIMEOUT_MS = 5 * 60_000;

export type Uploaded = OutputOf<typeof apps.publishZip>;

interface Problem {
  readonly field: string;
  readonly message: string;
}

/** Takes a zip of a mini-app and keeps it as a draft. Tells `uploaded` with the answer of the server. */
class UploadForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    isSigned: { attribute: false },
    file: { state: true },
    failure: { state: true },
    problems: { state: true },
    isBusy: { state: true },
  };
  static override styles = [...controlStyles, unsafeCSS(`${styles} :host { display: grid }`)];

  /** Releases are taken with a signature alone, which is the terminal's to make. */
  declare isSigned: boolean;
  declare file: File | null;
  declare failure: string | null;
  /** What the server says of fields of `app.json` and of files, by their paths. */
  declare problems: readonly Problem[];
  declare isBusy: boolean;

  constructor() {
    super();
    [this.isSigned, this.isBusy] = [false, false];
    [this.file, this.failure, this.problems] = [null, null, []];
  }

  #chosen = (event: Event): void => {
    this.file = (event.target as HTMLInputElement).files?.[0] ?? null;
    [this.failure, this.problems] = [null, []];
  };

  #send = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.isBusy) return;
    const { words } = this.shell;
    const { file } = this;
    [this.failure, this.problems] = [null, []];
    if (file === null) return void (this.failure = words.t('releases.fileMissing'));
    if (file.size > MOST_ZIP_BYTES) return void (this.failure = words.t('error.tooLarge'));
    this.isBusy = true;
    try {
      const zipBase64 = await toBase64(file);
      const detail = await callByHttp('apps.publishZip', { zipBase64, as: 'draft' }, TIMEOUT_MS);
      this.dispatchEvent(new CustomEvent<Uploaded>('uploaded', { detail }));
      this.file = null;
    } catch (error) {
      this.#tell(error);
    }
    this.isBusy = false;
  };

  #tell(error: unknown): void {
    const { words } = this.shell;
    if (!(error instanceof VecheError)) return void (this.failure = errorWords(words, error));
    const { code, field, issues, message } = error;
    if (field?.startsWith('signed') === true) return void (this.failure = words.t('releases.signedOnly'));
    const isAboutContent = code === 'invalid_input' || code === 'conflict' || code === 'not_found';
    if (!isAboutContent || field === undefined) return void (this.failure = errorWords(words, error));
    this.failure = words.t('releases.notTaken');
    this.problems = issues !== undefined && issues.length > 0 ? issues : [{ field, message }];
  }

  override render() {
    const { t } = this.shell.words;
    if (this.isSigned)
      return html`<div class="form">
        <p>${t('releases.signedOnly')}</p>
        <p class="code" lang="en">${publishCommand()}</p>
      </div>`;
    return html`<form class="form" novalidate @submit=${this.#send}>
      <div class="field">
        <span class="label" id="zip-label">${t('releases.zip')}</span>
        <div class="file">
          <input
            class="unseen"
            id="zip"
            type="file"
            accept=".zip"
            aria-labelledby="zip-label"
            aria-describedby="zip-hint"
            @change=${this.#chosen}
          />
          <label class="button" for="zip">${t('import.choose')}</label>
          <bdi class=${this.file === null ? 'soft' : ''}>${this.file?.name ?? t('import.noFile')}</bdi>
        </div>
        <p class="hint" id="zip-hint">${t('releases.zipHint')}</p>
      </div>
      ${
        this.failure === null
          ? nothing
          : html`<div class="problems" role="alert">
              <p class="error">${this.failure}</p>
              ${
                this.problems.length === 0
                  ? nothing
                  : html`<ul class="asks" lang="en">
                      ${this.problems.map(({ field, message }) => html`<li><code>${placeOf(field)}</code> · ${message}</li>`)}
                    </ul>`
              }
            </div>`
      }
      <button class="button" data-kind="primary" ?disabled=${this.isBusy}>
        ${t(this.isBusy ? 'releases.uploading' : 'releases.upload')}
      </button>
    </form>`;
  }
}

export const CREATE_COMMAND = 'npx --no veche create my-app';
/** Where the command line publishes when nothing else is said. */
const USUAL_SERVER = 'http://localhost:8080';

export function publishCommand(): string {
  return `npx --no veche publish my-app${location.origin === USUAL_SERVER ? '' : ` --server ${location.origin}`}`;
}

/** The server's manifest is the developer's `app.json`. */
function placeOf(field: string): string {
  return field.replace(/^manifest\./, 'app.json: ');
}

function toBase64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    // A text, because it was read as one.
    reader.onload = () => resolve((reader.result as string).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.readAsDataURL(file);
  });
}

customElements.define('veche-release-upload', UploadForm);
