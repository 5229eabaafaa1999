import { html, nothing, unsafeCSS } from 'lit';
import type { OutputOf, invites } from '@veche/contract';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import '../../parts/sheet.ts';
import { errorWords } from '../../state/error-words.ts';
import { chatPath } from '../../state/router.ts';
import styles from './join-sheet.css?inline';

type Preview = OutputOf<typeof invites.preview>;

/** Where an invitation leads: the face of the chat, and the way in. */
class JoinSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    token: {},
    preview: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare token: string;
  declare preview: Preview | null;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.preview = null;
    this.failure = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#try(async () => {
      this.preview = await this.shell.client.call('invites.preview', { token: this.token });
    });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.failure = null;
    try {
      await act();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.busy = false;
    }
  }

  #close = (): void => this.shell.router.go('/c', { replace: true });

  #open(chatId: number): void {
    this.shell.router.go(chatPath(chatId), { replace: true });
  }

  #join = (): void => {
    void this.#try(async () => {
      const { chat } = await this.shell.client.call('invites.join', { token: this.token });
      if (chat !== undefined) this.#open(chat.chatId);
      else if (this.preview !== null) this.preview = { ...this.preview, isRequested: true };
    });
  };

  #action({ chat, needsApproval, isRequested }: Preview) {
    const { t } = this.shell.words;
    if (chat.isMember) {
      return html`<button class="button" data-kind="primary" @click=${() => this.#open(chat.chatId)}>
        ${t('join.open')}
      </button>`;
    }
    if (isRequested) return html`<p class="soft" role="status">${t('join.requested')}</p>`;
    return html`${needsApproval ? html`<p class="soft">${t('join.approval')}</p>` : nothing}
      <button class="button" data-kind="primary" ?disabled=${this.busy} @click=${this.#join}>
        ${t(needsApproval ? 'join.ask' : chat.kind === 'channel' ? 'join.channel' : 'join.group')}
      </button>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { preview } = this;
    const count = { count: preview?.chat.memberCount ?? 0 };
    return html`<veche-sheet .shell=${this.shell} .heading=${t('join.title')} @close=${this.#close}>
      <div class="face">
        ${
          preview === null
            ? nothing
            : html`${avatar(preview.chat.chatId, preview.chat.title)}
                <h3><bdi>${preview.chat.title}</bdi></h3>
                <p class="soft">${t(preview.chat.kind === 'channel' ? 'chat.subscribers' : 'chat.members', count)}</p>
                ${preview.chat.description === undefined ? nothing : html`<p class="about">${preview.chat.description}</p>`}
                ${this.#action(preview)}`
        }
        ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
        ${preview === null && this.failure === null ? html`<p class="soft" role="status">${t('join.looking')}</p>` : nothing}
      </div>
    </veche-sheet>`;
  }
}

customElements.define('veche-join', JoinSheet);
