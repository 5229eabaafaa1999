import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import x from 'lucide-static/icons/x.svg?raw';
import type { Question } from '../state/notices.ts';
import { controlStyles, ShellElement } from './element.ts';
import { icon } from './icon.ts';
import styles from './notices.css?inline';

/** Draws the notices at the edge of the screen and the question in its middle. */
class NoticesView extends ShellElement {
  static override styles = [controlStyles, unsafeCSS(styles)];

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog !== null && !dialog.open) dialog.showModal();
  }

  #answer = (event: Event): void => {
    this.shell.notices.answer((event.target as HTMLDialogElement).returnValue);
  };

  #question(question: Question) {
    return html`<dialog
      role="alertdialog"
      aria-labelledby="question"
      aria-describedby=${question.text === undefined ? nothing : 'question-text'}
      @close=${this.#answer}
    >
      <h2 id="question">${question.title}</h2>
      ${question.text === undefined ? nothing : html`<p id="question-text">${question.text}</p>`}
      <form class="answers" method="dialog">
        ${
          question.cancel === undefined
            ? nothing
            : html`<button class="button" value="cancel" autofocus>${question.cancel}</button>`
        }
        ${
          question.other === undefined ? nothing : html`<button class="button" value="other">${question.other}</button>`
        }
        <button class="button" data-kind=${question.danger === true ? 'danger' : 'primary'} value="accept">
          ${question.accept}
        </button>
      </form>
    </dialog>`;
  }

  override render() {
    const { notices, words } = this.shell;
    const question = notices.question.value;
    return html`<div class="stack" role="status">
        ${repeat(
          notices.shown.value,
          (notice) => notice.id,
          (notice) =>
            html`<div class="notice">
              <span>${notice.text}</span>
              <button
                class="icon-button"
                aria-label=${words.t('action.close')}
                @click=${() => notices.dismiss(notice.id)}
              >
                ${icon(x)}
              </button>
            </div>`,
        )}
      </div>
      ${question === null ? nothing : this.#question(question)}`;
  }
}

customElements.define('veche-notices', NoticesView);
