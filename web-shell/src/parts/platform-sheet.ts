import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { PlatformQuestions } from '../state/platform-questions.ts';
import { ShellElement } from './element.ts';
import { focusNow } from './focus.ts';
import './platform-question.ts';
import type { PlatformQuestionView } from './platform-question.ts';
import { PressGuard } from './press-guard.ts';
import styles from './platform-sheet.css?inline';

/**
 * The one sheet in which the platform asks on behalf of apps: above everything, closed by an answer alone. Escape
 * refuses. Agreeing is taken only after the sheet was in sight for half a second.
 */
class PlatformSheet extends ShellElement {
  static override properties = { ...ShellElement.properties, questions: { attribute: false } };
  static override styles = unsafeCSS(styles);

  declare questions: PlatformQuestions;
  #shown: number | null = null;
  #guard = new PressGuard(this);
  /** Where the focus was before the first question. */
  #before: Element | null = null;
  #wasFocused: Element | null = null;
  /** What of the question has the focus, or had it until an app took it. */
  #inside: HTMLElement | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    addEventListener('blur', this.#takeBack);
    document.addEventListener('fullscreenchange', this.#uncover);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('blur', this.#takeBack);
    document.removeEventListener('fullscreenchange', this.#uncover);
  }

  /** What began to fill the screen lies above the question, and lets presses through to what nobody sees. */
  #uncover = (): void => {
    if (this.#shown === null) return;
    this.#guard.ask(true);
    if (document.fullscreenElement !== null) void document.exitFullscreen().catch(() => undefined);
  };

  /** Who presses again and again means something else: the time begins anew with each press. */
  #pressed = (): void => {
    if (!this.#guard.isArmed) this.#guard.ask(true);
  };

  /** Frames can take the focus even from above them: what is typed while the platform asks is for no app. */
  #takeBack = (): void => {
    // The event comes before the focus has arrived.
    setTimeout(() => {
      if (this.#shown !== null && focusNow() instanceof HTMLIFrameElement) this.#inside?.focus();
    });
  };

  override willUpdate(): void {
    this.#wasFocused = focusNow();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const number = this.questions.current.peek()?.number ?? null;
    if (number === this.#shown) return;
    const before = this.#shown;
    this.#shown = number;
    this.#guard.ask(number !== null);
    this.#inside = null;
    if (number === null) {
      if (this.#before instanceof HTMLElement) this.#before.focus();
      return;
    }
    if (before === null) this.#before = this.#wasFocused;
    const dialog = this.renderRoot.querySelector('dialog')!;
    const view = this.renderRoot.querySelector<PlatformQuestionView>('veche-platform-question')!;
    dialog.showModal();
    dialog.addEventListener('focusin', (event) => (this.#inside = event.composedPath()[0] as HTMLElement));
    void view.updateComplete.then(() => view.focus());
  }

  #answer(number: number, answer: 'accepted' | 'refused'): void {
    this.questions.answer(number, answer);
  }

  override render() {
    const question = this.questions.current.value;
    if (question === null) return nothing;
    const { number } = question;
    const refuse = (event: Event) => {
      event.preventDefault();
      this.#answer(number, 'refused');
    };
    // A dialog for each, so that none begins with what was pressed in the one before.
    return keyed(
      number,
      html`<dialog
        role="alertdialog"
        aria-label=${question.what}
        @cancel=${refuse}
        @close=${refuse}
        @pointerdown=${this.#pressed}
        @keydown=${this.#pressed}
      >
        <veche-platform-question
          .shell=${this.shell}
          .question=${question}
          .isArmed=${this.#guard.isArmed}
          @answer=${({ detail }: CustomEvent<'accepted' | 'refused'>) => this.#answer(number, detail)}
        ></veche-platform-question>
      </dialog>`,
    );
  }
}

customElements.define('veche-platform-sheet', PlatformSheet);
