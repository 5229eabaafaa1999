import { html, nothing, type TemplateResult, unsafeCSS } from 'lit';
import check from 'lucide-static/icons/check.svg?raw';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import trash from 'lucide-static/icons/trash-2.svg?raw';
import { avatar, savedAvatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import type { Menu } from '../../parts/menu.ts';
import { none, pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import '../../parts/platform-sheet.ts';
import '../../parts/sheet.ts';
import type { MessageKey } from '../../i18n/words.ts';
import { createPlatformQuestions } from '../../state/platform-questions.ts';
import type { ChatRow } from '../../sync/client.ts';
import chatListStyles from '../chat-list/chat-list.css?inline';
import { chatRow } from '../chat-list/chat-row.ts';
import './message-parts.ts';
import styles from './parts-page.css?inline';
import { sampleQuestions } from './sample-questions.ts';
import { sampleRows } from './samples.ts';

const kinds = [undefined, 'primary', 'quiet', 'danger'] as const;
const TINTS = 8;

/** Every part of the shell in every state, for who builds on it and for who looks after its looks. */
class PartsPage extends ShellElement {
  static override properties = { ...ShellElement.properties, isSheetOpen: { state: true } };
  // The page's own after those of the list, which would make it one.
  static override styles = [unsafeCSS(chatListStyles), ...pageStyles, unsafeCSS(styles)];

  declare isSheetOpen: boolean;
  #asked = createPlatformQuestions();

  constructor() {
    super();
    this.isSheetOpen = false;
  }

  #section(name: MessageKey & `parts.${string}`, content: unknown): TemplateResult {
    return html`<section aria-labelledby=${name}>
      <h2 id=${name}>${this.shell.words.t(name)}</h2>
      ${content}
    </section>`;
  }

  #buttons() {
    const { t } = this.shell.words;
    return html`${kinds.map(
        (kind) =>
          html`<div class="line">
            <button class="button" data-kind=${kind ?? nothing}>${t('action.save')}</button>
            <button class="button" data-kind=${kind ?? nothing}>${icon(check)}${t('action.save')}</button>
            <button class="button" data-kind=${kind ?? nothing} disabled>${t('action.save')}</button>
          </div>`,
      )}
      <div class="line">
        <button class="icon-button" aria-label=${t('message.delete')} title=${t('message.delete')}>
          ${icon(trash)}
        </button>
        <button class="icon-button" aria-label=${t('message.discard')} title=${t('message.discard')} disabled>
          ${icon(trash)}
        </button>
      </div>`;
  }

  #fields() {
    const { t } = this.shell.words;
    return html`<div class="field">
        <label for="plain">${t('signIn.name')}</label>
        <input class="input" id="plain" placeholder=${t('parts.sampleName')} aria-describedby="plain-hint" />
        <p class="hint" id="plain-hint">${t('signIn.nameHint')}</p>
      </div>
      <div class="field">
        <label for="wrong">${t('signIn.code')}</label>
        <input class="input" id="wrong" value="12" aria-invalid="true" aria-describedby="wrong-error" />
        <p class="error" id="wrong-error">${t('error.wrongCode')}</p>
      </div>
      <div class="field">
        <label for="closed">${t('signIn.phone')}</label>
        <input class="input" id="closed" value="+7 999 000-00-01" disabled />
      </div>
      <div class="field">
        <label for="long">${t('report.comment')}</label>
        <textarea class="input" id="long" rows="3">${t('parts.sampleText')}</textarea>
      </div>
      <label class="line"><input type="checkbox" checked /> ${t('notifications.showText')}</label>
      <label class="line"><input type="checkbox" disabled /> ${t('notifications.quiet')}</label>
      <label class="line"><input type="radio" name="sample" checked /> ${t('settings.themeLight')}</label>
      <label class="line"><input type="radio" name="sample" /> ${t('settings.themeDark')}</label>`;
  }

  #rows(first: ChatRow | undefined) {
    const { t } = this.shell.words;
    return html`<ul class="card" aria-label=${t('parts.rows')}>
        <li>
          <a class="row" href="/settings"
            >${icon(check)}<span class="row-text">${t('settings.title')}</span>${icon(chevron)}</a
          >
        </li>
        <li>
          <button class="row">
            ${avatar(3, t('parts.sampleName'))}<span class="row-text">${t('parts.sampleName')}</span>
          </button>
        </li>
      </ul>
      ${
        first === undefined
          ? html`<p class="hint">${t('parts.noChat')}</p>`
          : html`<ul class="chats" aria-label=${t('chats.title')}>
              ${sampleRows(first).map(
                (row, index) => html`<li>${chatRow(this.shell, row, { current: index === 1, stop: true })}</li>`,
              )}
            </ul>`
      }`;
  }

  #messages(first: ChatRow | undefined) {
    if (first === undefined) return html`<p class="hint">${this.shell.words.t('parts.noChat')}</p>`;
    return html`<veche-message-parts .shell=${this.shell} .row=${first}></veche-message-parts>`;
  }

  #layers() {
    const { words, notices } = this.shell;
    const { t } = words;
    const openMenu = (event: Event) => {
      const menu = this.renderRoot.querySelector<Menu>('veche-menu');
      const run = () => undefined;
      const items = [
        { label: t('message.reply'), icon: check, run },
        { label: t('message.delete'), icon: trash, danger: true, run },
      ];
      void menu?.open({ label: t('parts.menu'), items }, (event.currentTarget as HTMLElement).getBoundingClientRect());
    };
    const ask = () =>
      void notices.ask({
        ...{ title: t('message.deleteTitle'), text: t('message.deleteText'), danger: true },
        ...{ accept: t('message.delete'), cancel: t('action.cancel') },
      });
    return html`<div class="line">
      <button class="button" @click=${openMenu}>${t('parts.menu')}</button>
      <button class="button" @click=${() => (this.isSheetOpen = true)}>${t('parts.sheet')}</button>
      <button class="button" @click=${ask}>${t('parts.question')}</button>
      <button class="button" @click=${() => notices.show(t('message.copied'))}>${t('parts.notice')}</button>
    </div>`;
  }

  #questions() {
    const { shell } = this;
    const samples = sampleQuestions(shell.words);
    return html`${samples.map(
        (question, index) =>
          html`<veche-platform-question
            class="card"
            .shell=${shell}
            .question=${question}
            .isArmed=${index !== 0}
          ></veche-platform-question>`,
      )}
      <div class="line">
        ${samples.map(
          (question) =>
            html`<button class="button" @click=${() => void this.#asked.ask(question, 'parts')}>
              ${question.what}
            </button>`,
        )}
      </div>
      <veche-platform-sheet .shell=${shell} .questions=${this.#asked}></veche-platform-sheet>`;
  }

  override render() {
    const { shell } = this;
    const { t } = shell.words;
    const [first] = shell.client.chats.value;
    const tints = Array.from({ length: TINTS }, (_, tint) => tint);
    return html`<div class="page">
        ${pageHead(shell, t('parts.title'))} ${this.#section('parts.buttons', this.#buttons())}
        ${this.#section('parts.fields', this.#fields())}
        ${this.#section('parts.avatars', html`<div class="line">${tints.map((tint) => avatar(tint, t('parts.sampleName')))}${savedAvatar()}</div>`)}
        ${this.#section('parts.rows', this.#rows(first))} ${this.#section('parts.messages', this.#messages(first))}
        ${this.#section(
          'parts.states',
          html`${waiting(shell)} ${none(t('contacts.none'))} ${problem(shell, t('error.title'), () => undefined)}`,
        )}
        ${this.#section('parts.layers', this.#layers())} ${this.#section('parts.questions', this.#questions())}
      </div>
      ${
        this.isSheetOpen
          ? html`<veche-sheet .shell=${shell} heading=${t('parts.sheet')} @close=${() => (this.isSheetOpen = false)}>
              <p>${t('parts.sampleText')}</p>
            </veche-sheet>`
          : nothing
      }
      <veche-menu .shell=${shell}></veche-menu>`;
  }
}

customElements.define('veche-parts', PartsPage);
