import { html, nothing, unsafeCSS } from 'lit';
import { sizeWords } from '../../i18n/sizes.ts';
import { ShellElement } from '../../parts/element.ts';
import { pageHead, pageStyles, waiting } from '../../parts/page.ts';
import { countKept, forgetMessages, type Kept } from '../../sync/kept.ts';
import styles from './storage-page.css?inline';

interface Held {
  /** Null: nothing; undefined: the browser does not tell. */
  readonly kept: Kept | null | undefined;
  /** Bytes of all that the shell keeps, and that it may keep; absent where the browser does not tell. */
  readonly usage?: number;
  readonly quota?: number;
  /** The browser promised not to remove it when room gets short. */
  readonly isSafe: boolean;
}

/** What this device holds of the account, and how to have less of it. */
class StoragePage extends ShellElement {
  static override properties = { ...ShellElement.properties, held: { state: true }, busy: { state: true } };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare held: Held | null;
  declare busy: boolean;

  constructor() {
    super();
    this.held = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#look();
  }

  async #look(): Promise<void> {
    const { storage } = navigator;
    const [kept, estimate, isSafe] = await Promise.all([
      countKept().catch(() => undefined),
      storage.estimate().catch(() => ({})),
      storage.persisted().catch(() => false),
    ]);
    this.held = { kept, ...estimate, isSafe };
  }

  #forget = async (): Promise<void> => {
    const { notices, words } = this.shell;
    const { t } = words;
    const agreed = await notices.ask({
      title: t('storage.forgetTitle'),
      text: t('storage.forgetText'),
      accept: t('storage.forgetAccept'),
      cancel: t('action.cancel'),
      danger: true,
    });
    if (!agreed) return;
    this.busy = true;
    try {
      await forgetMessages();
      notices.show(t('storage.forgotten'));
    } catch {
      notices.show(t('storage.failed'));
    }
    this.busy = false;
    await this.#look();
  };

  #protect = async (): Promise<void> => {
    const { notices, words } = this.shell;
    const isSafe = await navigator.storage.persist().catch(() => false);
    notices.show(words.t(isSafe ? 'storage.safe' : 'storage.notSafe'));
    await this.#look();
  };

  #held({ kept, usage, quota, isSafe }: Held) {
    const { words } = this.shell;
    const { t } = words;
    const line = (label: string, value: string | number) =>
      html`<div>
        <dt>${label}</dt>
        <dd>${typeof value === 'number' ? value.toLocaleString(words.language.value) : value}</dd>
      </div>`;
    return html`<dl class="card">
        ${usage === undefined ? nothing : line(t('storage.total'), sizeWords(words, usage))}
        ${quota === undefined ? nothing : line(t('storage.quota'), sizeWords(words, quota))}
        ${
          kept == null
            ? nothing
            : html`${line(t('storage.chats'), kept.chats)} ${line(t('storage.messages'), kept.messages)}
              ${line(t('storage.waiting'), kept.waiting)} ${line(t('storage.drafts'), kept.drafts)}`
        }
      </dl>
      ${
        kept == null
          ? html`<p class="soft" role="status">${t(kept === null ? 'storage.nothing' : 'storage.unknown')}</p>`
          : nothing
      }
      <section aria-labelledby="forget">
        <h2 id="forget">${t('storage.forget')}</h2>
        <p class="soft">${t('storage.forgetHint')}</p>
        <button class="button" ?disabled=${this.busy || kept === null || kept?.messages === 0} @click=${this.#forget}>
          ${t('storage.forgetAct')}
        </button>
      </section>
      <section aria-labelledby="protect">
        <h2 id="protect">${t('storage.protect')}</h2>
        <p class="soft">${t(isSafe ? 'storage.safe' : 'storage.protectHint')}</p>
        ${isSafe ? nothing : html`<button class="button" @click=${this.#protect}>${t('storage.protectAct')}</button>`}
      </section>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.storage'))}
      <p class="soft">${t('storage.lead')}</p>
      ${this.held === null ? waiting(this.shell) : this.#held(this.held)}
    </div>`;
  }
}

customElements.define('veche-storage', StoragePage);
