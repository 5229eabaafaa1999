import { html, nothing, unsafeCSS } from 'lit';
import type { Passkey, SecondFactor } from '@veche/contract';
import keyRound from 'lucide-static/icons/key-round.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import { errorWords } from '../../state/error-words.ts';
import './lift-banner.ts';
import './passkey-list.ts';
import { addPasskey, canUsePasskeys, isGivenUp, isMadeAlready } from './passkeys.ts';
import './password-sheet.ts';
import type { PasswordAct } from './password-sheet.ts';
import { secretWords } from './security-words.ts';
import styles from './security.css?inline';

interface Known {
  readonly passkeys: readonly Passkey[];
  readonly secondFactor: SecondFactor | null;
}

const MAX_PASSKEYS = 20;

/** The ways into the account: passkeys, and the additional password. */
class SecurityPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    known: { state: true },
    failure: { state: true },
    act: { state: true },
    busy: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles)];

  declare known: Known | null;
  declare failure: string | null;
  /** What the sheet is open for. */
  declare act: PasswordAct | null;
  declare busy: boolean;

  constructor() {
    super();
    this.known = null;
    this.failure = null;
    this.act = null;
    this.busy = false;
    followOwn(this, 'security', () => void this.#load());
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.failure = null;
    const { client, words } = this.shell;
    try {
      const [{ passkeys }, { secondFactor = null }] = await Promise.all([
        client.call('passkeys.list', {}),
        client.call('secondFactor.get', {}),
      ]);
      this.known = { passkeys, secondFactor };
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  #add = async (): Promise<void> => {
    if (this.busy) return;
    if (this.known?.secondFactor !== null) {
      this.act = 'passkey';
      return;
    }
    const { notices, words } = this.shell;
    this.busy = true;
    try {
      await addPasskey(this.shell, null);
      notices.show(words.t('security.added'));
      await this.#load();
    } catch (error) {
      if (isMadeAlready(error)) notices.show(words.t('security.madeAlready'));
      else if (!isGivenUp(error)) notices.show(secretWords(words, error));
    } finally {
      this.busy = false;
    }
  };

  #passkeys({ passkeys }: Known) {
    const { t } = this.shell.words;
    const isFull = passkeys.length >= MAX_PASSKEYS;
    return html`<section aria-labelledby="passkeys">
      <h2 id="passkeys">${t('security.passkeys')}</h2>
      <p class="soft">${t('security.passkeysLead')}</p>
      ${
        passkeys.length === 0
          ? nothing
          : html`<veche-passkey-list
              .shell=${this.shell}
              .passkeys=${passkeys}
              @changed=${() => void this.#load()}
            ></veche-passkey-list>`
      }
      ${
        canUsePasskeys()
          ? html`<div class="acts">
              <button class="button" ?disabled=${this.busy || isFull} @click=${this.#add}>
                ${icon(keyRound)}${t('security.addPasskey')}
              </button>
            </div>`
          : html`<p class="hint">${t('security.noPasskeys')}</p>`
      }
      ${isFull ? html`<p class="hint">${t('security.full', { count: MAX_PASSKEYS })}</p>` : nothing}
    </section>`;
  }

  #button(act: PasswordAct, label: string, kind?: 'primary' | 'quiet') {
    return html`<button
      class="button"
      data-kind=${kind ?? nothing}
      aria-haspopup="dialog"
      @click=${() => (this.act = act)}
    >
      ${label}
    </button>`;
  }

  #password({ secondFactor }: Known) {
    const { t, dates } = this.shell.words;
    return html`<section aria-labelledby="password">
      <h2 id="password">${t('security.password')}</h2>
      <p class="soft">${t('security.passwordLead')}</p>
      ${
        secondFactor === null
          ? html`<div class="acts">${this.#button('set', t('security.setTitle'))}</div>`
          : html`<div class="card pad">
              <p>${t('security.isOn', { at: dates.full(secondFactor.setAt) })}</p>
              <p class="soft">
                ${t(secondFactor.hasRecoveryCode ? 'security.hasCode' : 'security.hasNoCode')}
                ${secondFactor.hint === undefined ? nothing : t('security.hintIs', { hint: secondFactor.hint })}
              </p>
              <div class="acts">
                ${this.#button('change', t('security.change'))} ${this.#button('code', t('security.newCode'))}
                ${this.#button('off', t('security.turnOff'))}
              </div>
            </div>`
      }
    </section>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { known, act } = this;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.security'))}
        <veche-lift-banner .shell=${this.shell}></veche-lift-banner>
        ${problem(this.shell, this.failure, () => void this.#load())}
        ${
          known === null
            ? this.failure === null
              ? waiting(this.shell)
              : nothing
            : html`${this.#passkeys(known)} ${this.#password(known)}`
        }
      </div>
      ${
        act === null
          ? nothing
          : html`<veche-password-sheet
              .shell=${this.shell}
              .act=${act}
              .hasPasskey=${(known?.passkeys.length ?? 0) > 0}
              @changed=${() => void this.#load()}
              @close=${() => (this.act = null)}
            ></veche-password-sheet>`
      }`;
  }
}

customElements.define('veche-security', SecurityPage);
