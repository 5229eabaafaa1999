import { html } from 'lit';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import '../../parts/sheet.ts';
import type { Shell } from '../../state/shell.ts';
import { shortcutList, shortcutStyles } from './shortcut-list.ts';

/** All shortcuts over what is shown. */
class ShortcutsSheet extends ShellElement {
  static override styles = [...controlStyles, shortcutStyles];

  override render() {
    const { t } = this.shell.words;
    return html`<veche-sheet .shell=${this.shell} .heading=${t('shortcuts.title')} @close=${() => this.remove()}>
      <div class="all" role="group" tabindex="0" data-autofocus aria-label=${t('shortcuts.title')}>
        ${shortcutList(this.shell)}
      </div>
    </veche-sheet>`;
  }
}

customElements.define('veche-shortcuts', ShortcutsSheet);

/** Opens the list in the frame of the shell, once. */
export function openShortcuts(shell: Shell, frame: ShadowRoot): void {
  if (frame.querySelector('veche-shortcuts') !== null) return;
  const sheet = new ShortcutsSheet();
  sheet.shell = shell;
  frame.append(sheet);
}
