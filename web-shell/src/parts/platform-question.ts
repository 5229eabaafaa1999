import { html, nothing, unsafeCSS } from 'lit';
import badgeCheck from 'lucide-static/icons/badge-check.svg?raw';
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw';
import type { PlatformQuestion, QuestionKind } from '../state/platform-questions.ts';
import type { MessageKey } from '../i18n/words.ts';
import { appIcon } from './app-icon.ts';
import { controlStyles, ShellElement } from './element.ts';
import { icon } from './icon.ts';
import { mark } from './mark.ts';
import styles from './platform-question.css?inline';

const answers: Readonly<Record<QuestionKind, { readonly accept: MessageKey; readonly refuse: MessageKey }>> = {
  link: { accept: 'ask.linkAccept', refuse: 'ask.linkRefuse' },
  permission: { accept: 'ask.permissionAccept', refuse: 'ask.permissionRefuse' },
  consent: { accept: 'ask.consentAccept', refuse: 'ask.consentRefuse' },
  share: { accept: 'ask.shareAccept', refuse: 'ask.shareRefuse' },
};

/**
 * What stands in every sheet of the platform: who asks, what, why, until when, and two answers of one size. Tells the
 * answer by an `answer` event, whose detail is `accepted` or `refused`.
 */
export class PlatformQuestionView extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    question: { attribute: false },
    isArmed: { attribute: false },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare question: PlatformQuestion;
  /** Whether the agreeing answer is taken. The refusing one always is. */
  declare isArmed: boolean;

  constructor() {
    super();
    this.isArmed = true;
  }

  /** To the sentence, never to an answer: what was typed for something else answers nothing. */
  override focus(): void {
    this.renderRoot.querySelector('h2')?.focus();
  }

  #tell(answer: 'accepted' | 'refused'): void {
    this.dispatchEvent(new CustomEvent('answer', { detail: answer }));
  }

  #accept = (): void => {
    if (this.isArmed) this.#tell('accepted');
  };

  #requester() {
    const { t } = this.shell.words;
    const { id, name, icon: picture, host, isVerified, owner } = this.question.requester;
    return html`<div class="requester">
      ${appIcon({ appId: id, name, icon: picture })}
      <p>
        <bdi class="name">${name}</bdi>
        <span class="standing" ?data-verified=${isVerified}>
          ${icon(isVerified ? badgeCheck : shieldAlert)}${t(isVerified ? 'ask.verified' : 'ask.notVerified')}
        </span>
        ${host === undefined ? nothing : html`<span class="soft host">${host}</span>`}
        ${owner === undefined ? nothing : html`<span class="soft host">${t('ask.owner')} <bdi>${owner}</bdi></span>`}
      </p>
    </div>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { kind, what, why, items, durations } = this.question;
    const { accept, refuse } = answers[kind];
    return html`<p class="from">${mark()}${t('ask.from')}</p>
      <div class="body" tabindex=${items === undefined && why === undefined ? nothing : 0}>
        ${this.#requester()}
        <h2 tabindex="-1">${what}</h2>
        ${
          items === undefined
            ? nothing
            : html`<ul class="items">
                ${items.map((item) => html`<li><bdi>${item}</bdi></li>`)}
              </ul>`
        }
        ${this.#terms()} ${durations === undefined ? nothing : this.#durations(durations)}
      </div>
      <div class="answers">
        <button class="button" @click=${() => this.#tell('refused')}>${t(refuse)}</button>
        <button class="button accept" aria-disabled=${this.isArmed ? nothing : 'true'} @click=${this.#accept}>
          ${t(accept)}
        </button>
      </div>`;
  }

  #durations({ options, chosen }: NonNullable<PlatformQuestion['durations']>) {
    return html`<fieldset>
      <legend>${this.shell.words.t('ask.until')}</legend>
      ${options.map(
        ([value, text]) =>
          html`<label class="choice">
            <input
              type="radio"
              name="duration"
              .checked=${chosen.value === value}
              @change=${() => (chosen.value = value)}
            />
            <span>${text}</span>
          </label>`,
      )}
    </fieldset>`;
  }

  #terms() {
    const { t } = this.shell.words;
    const { why, keeps, until } = this.question;
    if (why === undefined && keeps === undefined && until === undefined) return nothing;
    return html`<dl>
      ${
        why === undefined
          ? nothing
          : html`<div>
              <dt>${t('ask.why')}</dt>
              <dd class="quoted"><bdi>${why}</bdi></dd>
            </div>`
      }
      ${
        keeps === undefined
          ? nothing
          : html`<div>
              <dt>${t('ask.keeps')}</dt>
              <dd>${keeps}</dd>
            </div>`
      }
      ${
        until === undefined
          ? nothing
          : html`<div>
              <dt>${t('ask.until')}</dt>
              <dd>${until}</dd>
            </div>`
      }
    </dl>`;
  }
}

customElements.define('veche-platform-question', PlatformQuestionView);
