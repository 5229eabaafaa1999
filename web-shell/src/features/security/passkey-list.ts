import { html, nothing, unsafeCSS } from 'lit';
import type { Passkey } from '@veche/contract';
import keyRound from 'lucide-static/icons/key-round.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { attempt } from '../../state/attempt.ts';
import styles from './security.css?inline';

/** Own passkeys, each to be named anew or removed. Tells `changed`. */
class PasskeyList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    passkeys: { attribute: false },
    named: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles), unsafeCSS(':host { overflow: visible }')];

  declare passkeys: readonly Passkey[];
  /** Whose name is being changed. */
  declare named: Passkey | null;

  constructor() {
    super();
    this.passkeys = [];
    this.named = null;
  }

  async #remove({ passkeyId, name }: Passkey): Promise<void> {
    const { client, notices, words } = this.shell;
    const agreed = await notices.ask({
      title: words.t('security.removeTitle', { name }),
      text: words.t('security.removeText'),
      accept: words.t('security.remove'),
      cancel: words.t('action.cancel'),
      danger: true,
    });
    if (agreed && (await attempt(this.shell, () => client.call('passkeys.remove', { passkeyId })))) this.#changed();
  }

  #rename = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const { passkeyId } = this.named ?? {};
    const name = this.renderRoot.querySelector<HTMLInputElement>('#name')?.value.trim() ?? '';
    if (passkeyId === undefined || name === '') return;
    const { client } = this.shell;
    if (!(await attempt(this.shell, () => client.call('passkeys.rename', { passkeyId, name })))) return;
    this.named = null;
    this.#changed();
  };

  #changed(): void {
    this.dispatchEvent(new Event('changed'));
  }

  #about({ createdAt, lastUsedAt, isSynced, doubtedAt }: Passkey) {
    const { t, dates } = this.shell.words;
    const used =
      lastUsedAt === undefined ? t('security.neverUsed') : t('security.used', { at: dates.full(lastUsedAt) });
    return html`<span class="soft">${t(isSynced ? 'security.synced' : 'security.bound')}</span>
      <span class="soft">${t('security.made', { at: dates.full(createdAt) })} · ${used}</span>
      ${doubtedAt === undefined ? nothing : html`<span class="error">${t('security.doubted', { at: dates.full(doubtedAt) })}</span>`}`;
  }

  #sheet(passkey: Passkey) {
    const { t } = this.shell.words;
    return html`<veche-sheet .shell=${this.shell} .heading=${t('security.rename')} @close=${() => (this.named = null)}>
      <form class="form" novalidate @submit=${this.#rename}>
        <div class="field">
          <label for="name">${t('security.passkeyName')}</label>
          <input id="name" maxlength="64" autocomplete="off" data-autofocus .value=${passkey.name} />
        </div>
        <button class="button" data-kind="primary">${t('action.save')}</button>
      </form>
    </veche-sheet>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<ul class="card" aria-label=${t('security.passkeys')}>
        ${this.passkeys.map(
          (passkey) =>
            html`<li>
              ${icon(keyRound)}
              <span class="key"
                ><span class="name"><bdi>${passkey.name}</bdi></span
                >${this.#about(passkey)}</span
              >
              <button
                class="icon-button"
                aria-label=${t('security.renameNamed', { name: passkey.name })}
                @click=${() => (this.named = passkey)}
              >
                ${icon(pencil)}
              </button>
              <button
                class="icon-button"
                aria-label=${t('security.removeNamed', { name: passkey.name })}
                @click=${() => void this.#remove(passkey)}
              >
                ${icon(trash)}
              </button>
            </li>`,
        )}
      </ul>
      ${this.named === null ? nothing : this.#sheet(this.named)}`;
  }
}

customElements.define('veche-passkey-list', PasskeyList);
