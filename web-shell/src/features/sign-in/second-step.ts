import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { ErrorBody } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import keyRound from 'lucide-static/icons/key-round.svg?raw';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { callByHttp } from '../../state/api.ts';
import { canUsePasskeys, isGivenUp, signInByPasskey } from '../security/passkeys.ts';
import { secretField } from '../security/secret-field.ts';
import security from '../security/security.css?inline';
import { secretWords } from '../security/security-words.ts';
import { deviceName } from './device-name.ts';
import styles from './sign-in.css?inline';

export type SecondFactorStep = NonNullable<ErrorBody['secondFactor']>;
type View = 'password' | 'recovery' | 'forgot' | 'asked';

/** What is asked for after a right code: the additional password, or one of the ways around it. Tells `restart`. */
class SecondStep extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    further: { attribute: false },
    phone: {},
    view: { state: true },
    busy: { state: true },
    failure: { state: true },
    isShown: { state: true },
    liftsAt: { state: true },
  };
  static override styles = [
    controlStyles,
    unsafeCSS(styles),
    unsafeCSS(security),
    unsafeCSS(':host { display: grid; gap: 24px; block-size: auto; overflow: visible; background: none }'),
  ];

  declare further: SecondFactorStep;
  /** For password managers, which keep a password under the number. */
  declare phone: string;
  declare view: View;
  declare busy: boolean;
  declare failure: string | null;
  declare isShown: boolean;
  declare liftsAt: string | null;

  constructor() {
    super();
    this.view = 'password';
    this.busy = false;
    this.failure = null;
    this.isShown = false;
    this.liftsAt = null;
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (!changed.has('view') && (!changed.has('failure') || this.failure === null)) return;
    this.renderRoot.querySelector<HTMLElement>('#secret, #recovery, [data-first]')?.focus();
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    [this.busy, this.failure] = [true, null];
    try {
      await act();
    } catch (error) {
      if (!isGivenUp(error)) this.failure = secretWords(this.shell.words, error);
      // The step took too long: it begins with another code.
      if (error instanceof VecheError && error.field === 'ticket') this.#restart(this.failure);
    } finally {
      this.busy = false;
    }
  }

  #restart(said: string | null = null): void {
    this.dispatchEvent(new CustomEvent('restart', { detail: said }));
  }

  #see(view: View): void {
    this.failure = null;
    this.view = view;
  }

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const { t } = this.shell.words;
    const isCode = this.view === 'recovery';
    const typed = this.renderRoot.querySelector<HTMLInputElement>(isCode ? '#recovery' : '#secret')?.value ?? '';
    if (typed.trim() === '') {
      this.failure = t(isCode ? 'security.wrongRecovery' : 'security.wrongPassword');
      return;
    }
    void this.#try(async () => {
      await callByHttp('secondFactor.signIn', {
        ticket: this.further.ticket,
        proof: isCode ? { by: 'recoveryCode', recoveryCode: typed } : { by: 'password', password: typed },
        device: deviceName(navigator.userAgent),
        transport: 'cookie',
      });
      await this.shell.client.signedIn();
    });
  };

  #byPasskey = (): Promise<void> =>
    this.#try(async () => {
      await signInByPasskey();
      await this.shell.client.signedIn();
    });

  #askLift = (): Promise<void> =>
    this.#try(async () => {
      const { lift } = await callByHttp('secondFactor.askLift', { ticket: this.further.ticket });
      this.liftsAt = lift.liftsAt;
      this.#see('asked');
    });

  #quiet(label: string, act: () => void) {
    return html`<button class="button" data-kind="quiet" ?disabled=${this.busy} @click=${act}>${label}</button>`;
  }

  #problem() {
    return this.failure === null
      ? nothing
      : html`<p class="error" id="recovery-problem" role="alert">${icon(circleAlert)}<span>${this.failure}</span></p>`;
  }

  #password() {
    const { words } = this.shell;
    const { t, dates } = words;
    const { hint, hasRecoveryCode, hasPasskey, liftsAt } = this.further;
    return html`<p class="soft lead">${t('signIn.secondLead')}</p>
      <form novalidate @submit=${this.#submit}>
        <input type="text" name="username" autocomplete="username" .value=${this.phone} hidden />
        ${secretField(words, {
          id: 'secret',
          label: t('security.password'),
          autocomplete: 'current-password',
          isShown: this.isShown,
          toggle: () => (this.isShown = !this.isShown),
          hint: hint === undefined ? undefined : t('security.hintIs', { hint }),
          failure: this.failure,
        })}
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('signIn.enter')}</button>
      </form>
      ${
        hasPasskey && canUsePasskeys()
          ? html`<button class="button" ?disabled=${this.busy} @click=${this.#byPasskey}>
              ${icon(keyRound)}${t('signIn.byPasskey')}
            </button>`
          : nothing
      }
      ${liftsAt === undefined ? nothing : html`<p class="hint" role="status">${t('security.liftAsked', { at: dates.full(liftsAt) })}</p>`}
      <div class="others">
        ${hasRecoveryCode ? this.#quiet(t('security.byRecovery'), () => this.#see('recovery')) : nothing}
        ${liftsAt === undefined ? this.#quiet(t('security.forgot'), () => this.#see('forgot')) : nothing}
        ${this.#quiet(t('signIn.otherPhone'), () => this.#restart())}
      </div>`;
  }

  #recovery() {
    const { t } = this.shell.words;
    return html`<form novalidate @submit=${this.#submit}>
        <div class="field">
          <label for="recovery">${t('security.recoveryCode')}</label>
          <input
            id="recovery"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="40"
            aria-invalid=${this.failure !== null}
            aria-describedby="recovery-hint recovery-problem"
          />
          <p class="hint" id="recovery-hint">${t('security.recoveryTakesOff')}</p>
          ${this.#problem()}
        </div>
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('signIn.enter')}</button>
      </form>
      <div class="others">${this.#quiet(t('security.byPassword'), () => this.#see('password'))}</div>`;
  }

  #forgot() {
    const { t } = this.shell.words;
    return html`<p>${t('security.forgotWhat')}</p>
      ${this.#problem()}
      <button class="button" data-kind="primary" data-first ?disabled=${this.busy} @click=${this.#askLift}>
        ${t('security.askLift')}
      </button>
      <div class="others">${this.#quiet(t('security.byPassword'), () => this.#see('password'))}</div>`;
  }

  #asked() {
    const { t, dates } = this.shell.words;
    return html`<p role="status">${t('security.liftAskedNow', { at: dates.full(this.liftsAt ?? '') })}</p>
      <button class="button" data-first @click=${() => this.#restart()}>${t('security.understood')}</button>`;
  }

  override render() {
    if (this.view === 'password') return this.#password();
    if (this.view === 'recovery') return this.#recovery();
    return this.view === 'forgot' ? this.#forgot() : this.#asked();
  }
}

customElements.define('veche-second-step', SecondStep);
