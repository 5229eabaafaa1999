import { html, nothing, unsafeCSS } from 'lit';
import type { FileId, identity, OutputOf } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { avatar } from '../../parts/avatar.ts';
import { photoPicker } from '../../parts/photo-picker.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { errorWords } from '../../state/error-words.ts';
import { readablePhone } from '../../state/phone.ts';
import styles from './settings-page.css?inline';

type Own = OutputOf<typeof identity.me>;

/** Own name and public name; wrong values are told beside their field. */
class ProfileForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    own: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles), unsafeCSS(':host { overflow: visible }')];

  declare own: Own | null;
  declare busy: boolean;
  declare failure: { field: string; text: string } | null;

  constructor() {
    super();
    this.own = null;
    this.busy = false;
    this.failure = null;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  #load = async (): Promise<void> => {
    this.failure = null;
    try {
      this.own = await this.shell.client.call('identity.me', {});
    } catch (error) {
      this.failure = { field: 'load', text: errorWords(this.shell.words, error) };
    }
  };

  #value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? '';
  }

  #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const { words, client, notices } = this.shell;
    const username = this.#value('username').replace(/^@/, '');
    this.busy = true;
    this.failure = null;
    try {
      const { account } = await client.call('identity.updateProfile', {
        name: this.#value('name'),
        username: username === '' ? null : username,
      });
      if (this.own !== null) this.own = { ...this.own, account };
      notices.show(words.t('settings.saved'));
    } catch (error) {
      const isTaken = error instanceof VecheError && error.code === 'conflict';
      const field = isTaken ? 'username' : error instanceof VecheError ? (error.field ?? '') : '';
      this.failure = { field, text: isTaken ? words.t('error.usernameTaken') : errorWords(words, error) };
      this.renderRoot.querySelector<HTMLInputElement>(`#${field === 'username' ? 'username' : 'name'}`)?.focus();
    } finally {
      this.busy = false;
    }
  };

  #setPhoto = async (fileId: FileId | null): Promise<void> => {
    const { account } = await this.shell.client.call('account.setPhoto', { fileId });
    if (this.own !== null) this.own = { ...this.own, account };
  };

  #field(id: 'name' | 'username', label: string, value: string, hint?: string) {
    const wrong =
      this.failure !== null && (this.failure.field === id || (id === 'name' && this.failure.field !== 'username'));
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        maxlength=${id === 'name' ? 64 : 33}
        autocomplete=${id === 'name' ? 'name' : 'username'}
        .value=${value}
        aria-invalid=${wrong}
        aria-describedby="${id}-hint ${id}-problem"
      />
      ${hint === undefined ? nothing : html`<p class="hint" id="${id}-hint">${hint}</p>`}
      ${wrong ? html`<p class="error" id="${id}-problem" role="alert">${this.failure?.text}</p>` : nothing}
    </div>`;
  }

  override render() {
    const { words } = this.shell;
    if (this.own === null) {
      if (this.failure === null) return html`<form aria-busy="true"></form>`;
      return html`<p class="error" role="alert">${this.failure.text}</p>
        <button class="button" @click=${this.#load}>${words.t('action.retry')}</button>`;
    }
    const { account, phone } = this.own;
    return html`<div class="profile">
        ${avatar(account.accountId, account.name, account.photoId)}
        <div>
          <p class="name"><bdi>${account.name}</bdi></p>
          ${phone === undefined ? nothing : html`<p class="soft">${readablePhone(phone)}</p>`}
          ${photoPicker(this.shell, { has: account.photoId !== undefined, set: this.#setPhoto })}
        </div>
      </div>
      <form novalidate @submit=${this.#save}>
        ${this.#field('name', words.t('settings.name'), account.name)}
        ${this.#field('username', words.t('settings.username'), account.username ?? '', words.t('settings.usernameHint'))}
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${words.t('action.save')}</button>
      </form>`;
  }
}

customElements.define('veche-profile-form', ProfileForm);
