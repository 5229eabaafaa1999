import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { VecheError } from '@veche/contract/light';
import circleAlert from 'lucide-static/icons/circle-alert.svg?raw';
import keyRound from 'lucide-static/icons/key-round.svg?raw';
import type { MessageKey } from '../../i18n/words.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { mark } from '../../parts/mark.ts';
import { callByHttp } from '../../state/api.ts';
import { errorWords } from '../../state/error-words.ts';
import { demoPeople, type DemoPerson } from './demo-people.ts';
import { canUsePasskeys, isGivenUp, offerPasskeys, signInByPasskey } from '../security/passkeys.ts';
import { secretWords } from '../security/security-words.ts';
import { deviceName } from './device-name.ts';
import './second-step.ts';
import type { SecondFactorStep } from './second-step.ts';
import { plainPhone, readablePhone } from '../../state/phone.ts';
import styles from './sign-in.css?inline';

type Step = 'phone' | 'code' | 'second' | 'name';

/** Sign-in by phone and one-time code, or by a passkey; on a development server also by one click on a demo person. */
class SignIn extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    step: { state: true },
    phone: { state: true },
    busy: { state: true },
    failure: { state: true },
    resendIn: { state: true },
    demoPeople: { state: true },
    further: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare step: Step;
  declare phone: string;
  declare busy: boolean;
  declare failure: string | null;
  declare resendIn: number;
  declare demoPeople: readonly DemoPerson[];
  /** What is asked for after the code. */
  declare further: SecondFactorStep | null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #stopOffer: (() => void) | undefined;

  constructor() {
    super();
    this.step = 'phone';
    this.phone = '';
    this.busy = false;
    this.failure = null;
    this.resendIn = 0;
    this.demoPeople = [];
    this.further = null;
  }

  override firstUpdated(): void {
    // A production server refuses this; there is then nothing to show.
    callByHttp('identity.listDemoPeople', {}).then(
      ({ people }) => (this.demoPeople = people),
      () => undefined,
    );
    this.#offerPasskeys();
  }

  #offerPasskeys(): void {
    this.#stopOffer = offerPasskeys({
      entered: () => void this.shell.client.signedIn(),
      failed: (error) => (this.failure = secretWords(this.shell.words, error)),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#stopOffer?.();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('step') && (this.step !== 'phone' || changed.get('step') !== undefined)) this.#input()?.focus();
    if (changed.has('failure') && this.failure !== null) this.#input()?.focus();
  }

  #input(): HTMLInputElement | null {
    return this.renderRoot.querySelector('input');
  }

  async #try(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
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

  #requestCode = (): Promise<void> =>
    this.#try(async () => {
      const language = this.shell.words.language.value;
      const sent = await callByHttp('identity.requestCode', { phone: this.phone, language });
      this.phone = sent.phone;
      this.step = 'code';
      this.#countDown(sent.retryAfterSeconds);
    });

  #countDown(seconds: number): void {
    clearInterval(this.#timer);
    this.resendIn = seconds;
    this.#timer = setInterval(() => {
      this.resendIn -= 1;
      if (this.resendIn <= 0) clearInterval(this.#timer);
    }, 1000);
  }

  #enter = (code: string): Promise<void> =>
    this.#try(async () => {
      const entered = await callByHttp('identity.signIn', {
        phone: this.phone,
        code,
        device: deviceName(navigator.userAgent),
        language: this.shell.words.language.value,
        transport: 'cookie',
      }).catch((error: unknown) => {
        if (!(error instanceof VecheError) || error.secondFactor === undefined) throw error;
        this.further = error.secondFactor;
        this.step = 'second';
        return null;
      });
      if (entered?.isNew === true) this.step = 'name';
      else if (entered !== null) await this.shell.client.signedIn();
    });

  #enterByPasskey = async (): Promise<void> => {
    if (this.busy) return;
    [this.busy, this.failure] = [true, null];
    // One question of the browser at a time: the button takes the place of what the field offers.
    this.#stopOffer?.();
    try {
      await signInByPasskey();
      await this.shell.client.signedIn();
    } catch (error) {
      if (!isGivenUp(error)) this.failure = secretWords(this.shell.words, error);
      this.#offerPasskeys();
    } finally {
      this.busy = false;
    }
  };

  #restart = ({ detail }: CustomEvent<string | null>): void => {
    this.step = 'phone';
    this.further = null;
    this.failure = detail;
  };

  #enterAsDemo = ({ accountId }: DemoPerson): Promise<void> =>
    this.#try(async () => {
      const device = deviceName(navigator.userAgent);
      await callByHttp('identity.signInAsDemo', { accountId, device, transport: 'cookie' });
      await this.shell.client.signedIn();
    });

  #saveName = (name: string): Promise<void> =>
    this.#try(async () => {
      await callByHttp('identity.updateProfile', { name });
      await this.shell.client.signedIn();
    });

  #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const typed = this.#input()?.value ?? '';
    if (this.step === 'phone') {
      this.phone = plainPhone(typed);
      if (this.phone.length < 8) this.failure = this.shell.words.t('error.phone');
      else void this.#requestCode();
    } else if (this.step === 'code') {
      if (/^\d{6}$/.test(typed)) void this.#enter(typed);
      else this.failure = this.shell.words.t('error.wrongCode');
    } else if (typed.trim() === '') this.failure = this.shell.words.t('error.name');
    else void this.#saveName(typed.trim());
  };

  #codeTyped = (event: InputEvent): void => {
    const input = event.target as HTMLInputElement;
    input.value = input.value.replace(/\D/g, '').slice(0, 6);
    if (input.value.length === 6) void this.#enter(input.value);
  };

  #switchLanguage = (): void => {
    const next = this.shell.words.language.value === 'ru' ? 'en' : 'ru';
    this.shell.preferences.keepLanguage(next);
    void this.shell.words.use(next);
  };

  #problem() {
    return this.failure === null
      ? nothing
      : html`<p class="error" id="problem" role="alert">${icon(circleAlert)}<span>${this.failure}</span></p>`;
  }

  #phoneStep() {
    const { t } = this.shell.words;
    return html`<form novalidate @submit=${this.#submit}>
      <div class="field">
        <label for="phone">${t('signIn.phone')}</label>
        <input
          id="phone"
          type="tel"
          autocomplete="tel webauthn"
          inputmode="tel"
          placeholder="+7"
          .value=${readablePhone(this.phone)}
          aria-invalid=${this.failure !== null}
          aria-describedby="phone-hint problem"
        />
        <p class="hint" id="phone-hint">${t('signIn.phoneHint')}</p>
        ${this.#problem()}
      </div>
      <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('signIn.sendCode')}</button>
      ${
        canUsePasskeys()
          ? html`<button type="button" class="button" ?disabled=${this.busy} @click=${this.#enterByPasskey}>
              ${icon(keyRound)}${t('signIn.byPasskey')}
            </button>`
          : nothing
      }
    </form>`;
  }

  #codeStep() {
    const { t } = this.shell.words;
    return html`<form novalidate @submit=${this.#submit}>
        <div class="field">
          <label for="code">${t('signIn.code')}</label>
          <input
            id="code"
            autocomplete="one-time-code"
            inputmode="numeric"
            maxlength="6"
            aria-invalid=${this.failure !== null}
            aria-describedby="problem"
            @input=${this.#codeTyped}
          />
          ${this.demoPeople.length > 0 ? html`<p class="hint">${t('signIn.codeInTerminal')}</p>` : nothing}
          ${this.#problem()}
        </div>
        <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('signIn.enter')}</button>
      </form>
      <div class="others">
        ${
          this.resendIn > 0
            ? html`<span class="wait">${t('signIn.resendIn', { count: this.resendIn })}</span>`
            : html`<button class="button" data-kind="quiet" @click=${this.#requestCode}>${t('signIn.resend')}</button>`
        }
        <button class="button" data-kind="quiet" @click=${() => this.#back()}>${t('signIn.otherPhone')}</button>
      </div>`;
  }

  #back(): void {
    this.failure = null;
    this.step = 'phone';
  }

  #nameStep() {
    const { t } = this.shell.words;
    return html`<form novalidate @submit=${this.#submit}>
      <div class="field">
        <label for="name">${t('signIn.name')}</label>
        <input
          id="name"
          autocomplete="name"
          maxlength="64"
          aria-invalid=${this.failure !== null}
          aria-describedby="problem"
        />
        <p class="hint">${t('signIn.nameHint')}</p>
        ${this.#problem()}
      </div>
      <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('action.continue')}</button>
    </form>`;
  }

  #form() {
    if (this.step === 'phone') return this.#phoneStep();
    if (this.step === 'code') return this.#codeStep();
    if (this.step === 'name' || this.further === null) return this.#nameStep();
    return html`<veche-second-step
      .shell=${this.shell}
      .further=${this.further}
      .phone=${this.phone}
      @restart=${this.#restart}
    ></veche-second-step>`;
  }

  override render() {
    const { words, router } = this.shell;
    const { t } = words;
    const heading = t(headings[this.step]);
    // Read, so that signing out of oneself takes the words away.
    const hasEnded = router.place.value.section === 'signIn' && location.search === '?ended';
    return html`<main>
      <div class="card">
        <div class="head">
          ${mark()}
          <h1>${heading}</h1>
          ${
            this.step !== 'phone'
              ? nothing
              : hasEnded
                ? html`<p role="status">${t('signIn.ended')}</p>`
                : html`<p class="soft">${t('signIn.lead')}</p>`
          }
          ${
            this.step === 'code'
              ? html`<p class="soft">${t('signIn.codeSent', { phone: readablePhone(this.phone) })}</p>`
              : nothing
          }
        </div>
        ${
          this.demoPeople.length > 0 && this.step === 'phone'
            ? demoPeople(words, this.demoPeople, this.busy, (person) => void this.#enterAsDemo(person))
            : nothing
        }
        ${this.#form()}
        <button
          class="button language"
          data-kind="quiet"
          lang=${words.language.value === 'ru' ? 'en' : 'ru'}
          @click=${this.#switchLanguage}
        >
          ${otherLanguage[words.language.value]}
        </button>
      </div>
    </main>`;
  }
}

const headings: Readonly<Record<Step, MessageKey>> = {
  phone: 'signIn.title',
  code: 'signIn.codeTitle',
  second: 'signIn.secondTitle',
  name: 'signIn.nameTitle',
};

/** Languages are called by their own names in every language. */
const otherLanguage = { ru: 'English', en: 'Русский' };

customElements.define('veche-sign-in', SignIn);
