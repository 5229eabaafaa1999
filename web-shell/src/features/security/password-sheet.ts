import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { IdentityProof } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import keyRound from 'lucide-static/icons/key-round.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import type { MessageKey } from '../../i18n/words.ts';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { pageStyles } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import { addPasskey, canUsePasskeys, isGivenUp, isMadeAlready, proveByPasskey } from './passkeys.ts';
import { recoveryCode } from './recovery-code.ts';
import { secretField } from './secret-field.ts';
import styles from './security.css?inline';
import { secretWords } from './security-words.ts';

/** What the sheet is open for. */
export type PasswordAct = 'set' | 'change' | 'off' | 'code' | 'passkey';

const headings: Readonly<Record<PasswordAct, MessageKey>> = {
  set: 'security.setTitle',
  change: 'security.changeTitle',
  off: 'security.offTitle',
  code: 'security.codeTitle',
  passkey: 'security.addPasskey',
};

const MIN_LENGTH = 8;

/** Sets, changes or turns off the additional password, and what else needs it. Tells `changed` and `close`. */
class PasswordSheet extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    act: {},
    hasPasskey: { attribute: false },
    byCode: { state: true },
    busy: { state: true },
    failure: { state: true },
    isShown: { state: true },
    code: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(styles), unsafeCSS(':host { overflow: visible }')];

  declare act: PasswordAct;
  declare hasPasskey: boolean;
  /** The recovery code is typed in the place of the password. */
  declare byCode: boolean;
  declare busy: boolean;
  declare failure: { readonly field: string; readonly text: string } | null;
  declare isShown: boolean;
  /** The new recovery code, once. */
  declare code: string | null;

  constructor() {
    super();
    this.byCode = false;
    this.busy = false;
    this.failure = null;
    this.isShown = false;
    this.code = null;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('code') && this.code !== null)
      this.renderRoot.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    else if (changed.has('byCode') && changed.get('byCode') !== undefined) this.#field('proof')?.focus();
    else if (changed.has('failure') && this.failure !== null) this.#field(this.failure.field)?.focus();
  }

  #field(id: string): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`);
  }

  #value(id: string): string {
    return this.#field(id)?.value ?? '';
  }

  get #needsProof(): boolean {
    return this.act !== 'set';
  }

  get #setsPassword(): boolean {
    return this.act === 'set' || this.act === 'change';
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { t } = this.shell.words;
    const typed = this.#value('proof');
    if (this.#needsProof && typed.trim() === '') {
      this.failure = { field: 'proof', text: t(this.byCode ? 'security.wrongRecovery' : 'security.wrongPassword') };
      return;
    }
    const proof: IdentityProof = this.byCode
      ? { by: 'recoveryCode', recoveryCode: typed }
      : { by: 'password', password: typed };
    void this.#do(() => Promise.resolve(this.#needsProof ? proof : null));
  };

  #byPasskey = (): void => void this.#do(() => proveByPasskey(this.shell));

  async #do(prove: () => Promise<IdentityProof | null>): Promise<void> {
    if (this.busy) return;
    const { t } = this.shell.words;
    const password = this.#value('password');
    const hint = this.#value('hint');
    if (this.#setsPassword && password.length < MIN_LENGTH) {
      this.failure = { field: 'password', text: t('security.passwordLength') };
      return;
    }
    [this.busy, this.failure] = [true, null];
    try {
      this.code = await this.#carryOut(await prove(), { password, hint });
      this.dispatchEvent(new Event('changed'));
      if (this.code === null) this.#close();
    } catch (error) {
      if (isMadeAlready(error)) this.failure = { field: 'proof', text: t('security.madeAlready') };
      else if (!isGivenUp(error)) this.failure = { field: fieldOf(error), text: secretWords(this.shell.words, error) };
    } finally {
      this.busy = false;
    }
  }

  /** Answers the new recovery code, if the act gives one. */
  async #carryOut(proof: IdentityProof | null, { password, hint }: { password: string; hint: string }) {
    const { client } = this.shell;
    if (this.act === 'passkey') await addPasskey(this.shell, proof);
    else if (this.#setsPassword) {
      const set = { password, ...(hint.trim() === '' ? {} : { hint }), ...(proof === null ? {} : { proof }) };
      return (await client.call('secondFactor.set', set)).recoveryCode;
    } else if (proof !== null && this.act === 'off') await client.call('secondFactor.turnOff', { proof });
    else if (proof !== null) return (await client.call('secondFactor.renewRecoveryCode', { proof })).recoveryCode;
    return null;
  }

  #close = (): void => void this.dispatchEvent(new Event('close'));

  #secret(
    id: 'proof' | 'password',
    label: MessageKey,
    autocomplete: 'current-password' | 'new-password',
    hint?: string,
  ) {
    const { words } = this.shell;
    return secretField(words, {
      ...{ id, autocomplete, hint, label: words.t(label), isShown: this.isShown },
      toggle: () => (this.isShown = !this.isShown),
      isFirst: id === 'proof' || this.act === 'set',
      failure: this.failure?.field === id ? this.failure.text : null,
    });
  }

  #plain(id: 'proof' | 'hint', label: MessageKey, hint: MessageKey, most: number) {
    const { t } = this.shell.words;
    const failure = this.failure?.field === id ? this.failure.text : null;
    return html`<div class="field">
      <label for=${id}>${t(label)}</label>
      <input
        id=${id}
        maxlength=${most}
        autocomplete="off"
        aria-invalid=${failure !== null}
        aria-describedby="${id}-hint ${id}-problem"
      />
      <p class="hint" id="${id}-hint">${t(hint)}</p>
      ${failure === null ? nothing : html`<p class="error" id="${id}-problem" role="alert">${icon(circleAlert)}<span>${failure}</span></p>`}
    </div>`;
  }

  #proof() {
    const { t } = this.shell.words;
    return html`${
        this.byCode
          ? this.#plain('proof', 'security.recoveryCode', 'security.recoveryUsedUp', 40)
          : this.#secret('proof', this.#setsPassword ? 'security.oldPassword' : 'security.password', 'current-password')
      }
      <div class="acts">
        ${
          this.hasPasskey && canUsePasskeys()
            ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${this.#byPasskey}>
                ${icon(keyRound)}${t('security.proveByPasskey')}
              </button>`
            : nothing
        }
        <button type="button" class="button" data-kind="quiet" @click=${() => (this.byCode = !this.byCode)}>
          ${t(this.byCode ? 'security.byPassword' : 'security.byRecovery')}
        </button>
      </div>`;
  }

  override render() {
    const { words } = this.shell;
    const { t } = words;
    const heading = t(this.code === null ? headings[this.act] : 'security.recoveryCode');
    const accept = this.act === 'off' ? 'security.turnOff' : this.#setsPassword ? 'action.save' : 'action.continue';
    return html`<veche-sheet .shell=${this.shell} .heading=${heading} @close=${this.#close}>
      ${
        this.code !== null
          ? recoveryCode(this.shell, this.code, this.#close)
          : html`<form class="form" novalidate @submit=${this.#submit}>
              ${this.act === 'passkey' ? html`<p class="soft">${t('security.passkeyNeedsProof')}</p>` : nothing}
              ${this.#needsProof ? this.#proof() : nothing}
              ${
                this.#setsPassword
                  ? html`${this.#secret('password', 'security.newPassword', 'new-password', t('security.passwordLength'))}
                    ${this.#plain('hint', 'security.hint', 'security.hintHint', 80)}`
                  : nothing
              }
              <button class="button" data-kind=${this.act === 'off' ? 'danger' : 'primary'} ?disabled=${this.busy}>
                ${t(accept)}
              </button>
            </form>`
      }
    </veche-sheet>`;
  }
}

function fieldOf(error: unknown): 'hint' | 'password' | 'proof' {
  const field = error instanceof VecheError ? error.field : undefined;
  return field === 'hint' || field === 'password' ? field : 'proof';
}

customElements.define('veche-password-sheet', PasswordSheet);
