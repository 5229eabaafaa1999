import { html, unsafeCSS } from 'lit';
import x from 'lucide-static/icons/x.svg?raw';
import { controlStyles, ShellElement } from './element.ts';
import { icon } from './icon.ts';
import styles from './sheet.css?inline';

/** A modal sheet with a heading; opens when it appears and asks to be removed with a `close` event. */
class Sheet extends ShellElement {
  static override properties = { ...ShellElement.properties, heading: {} };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare heading: string;

  override firstUpdated(): void {
    this.renderRoot.querySelector('dialog')?.showModal();
    const first = this.querySelector<HTMLElement>('[data-autofocus]');
    first?.focus();
  }

  #closed = (): void => {
    this.dispatchEvent(new Event('close'));
  };

  #pressed = (event: PointerEvent): void => {
    const dialog = event.currentTarget as HTMLDialogElement;
    // The veil belongs to the dialog element itself; its content never does.
    if (event.target === dialog && !inside(dialog.getBoundingClientRect(), event)) dialog.close();
  };

  override render() {
    return html`<dialog aria-labelledby="heading" @close=${this.#closed} @pointerdown=${this.#pressed}>
      <header>
        <h2 id="heading">${this.heading}</h2>
        <form method="dialog">
          <button class="icon-button" aria-label=${this.shell.words.t('action.close')}>${icon(x)}</button>
        </form>
      </header>
      <div class="body"><slot></slot></div>
    </dialog>`;
  }
}

function inside(box: DOMRect, { clientX, clientY }: PointerEvent): boolean {
  return clientX >= box.left && clientX <= box.right && clientY >= box.top && clientY <= box.bottom;
}

customElements.define('veche-sheet', Sheet);
