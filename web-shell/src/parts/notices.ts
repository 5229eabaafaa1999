import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { repeat } from 'lit/directives/repeat.js';
import x from 'lucide-static/icons/x.svg?raw';
import type { Notice, Question } from '../state/notices.ts';
import { controlStyles, ShellElement } from './element.ts';
import { icon } from './icon.ts';
import styles from './notices.css?inline';
import { PressGuard } from './press-guard.ts';

/**
 * Draws the notices at the edge of the screen and the question in its middle. Refusing is taken at once, agreeing only
 * after the question was in sight for half a second.
 */
class NoticesView extends ShellElement {
  static override styles = [controlStyles, unsafeCSS(styles)];

  #shown: Question | null = null;
  #guard = new PressGuard(this);

  override willUpdate(): void {
    // One question takes the place of another: the focus goes back first to where it was before both.
    if (this.shell.notices.question.peek() !== this.#shown) this.renderRoot.querySelector('dialog')?.close();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const question = this.shell.notices.question.peek();
    if (question === this.#shown) return;
    this.#shown = question;
    this.#guard.ask(question !== null);
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  /** The dialog of an earlier question answers nothing. */
  #answer(question: Question, event: Event): void {
    const { notices } = this.shell;
    if (notices.question.peek() === question) notices.answer((event.target as HTMLDialogElement).returnValue);
  }

  #pressed = (event: Event): void => {
    if (!this.#guard.isArmed) event.preventDefault();
  };

  #act({ id, act }: Notice): void {
    this.shell.notices.dismiss(id);
    act?.run();
  }

  #question(question: Question) {
    const disabled = this.#guard.isArmed ? nothing : 'true';
    return html`<dialog
      role="alertdialog"
      aria-labelledby="question"
      aria-describedby=${question.text === undefined ? nothing : 'question-text'}
      @close=${(event: Event) => this.#answer(question, event)}
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
          question.other === undefined
            ? nothing
            : html`<button class="button" value="other" aria-disabled=${disabled} @click=${this.#pressed}>
                ${question.other}
              </button>`
        }
        <button
          class="button"
          data-kind=${question.danger === true ? 'danger' : 'primary'}
          value="accept"
          aria-disabled=${disabled}
          @click=${this.#pressed}
        >
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
              ${notice.act === undefined ? nothing : html`<button class="act" @click=${() => this.#act(notice)}>${notice.act.label}</button>`}
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
      ${question === null ? nothing : keyed(question, this.#question(question))}`;
  }
}

customElements.define('veche-notices', NoticesView);
