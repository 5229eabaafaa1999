import { html } from 'lit';
import { ShellElement } from '../../parts/element.ts';
import { pageHead, pageStyles } from '../../parts/page.ts';
import { shortcutList, shortcutStyles } from '../shortcuts/shortcut-list.ts';
import { choiceStyles, oneOf, toggle } from './choices.ts';
import { announcements } from './present.ts';

/** Movement, what screen readers are told, and the keyboard. */
class AccessibilityPage extends ShellElement {
  static override styles = [...pageStyles, choiceStyles, shortcutStyles];

  override render() {
    const { words, preferences } = this.shell;
    const { t } = words;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.accessibility'))}
      ${toggle(t('accessibility.motion'), t('accessibility.motionHint'), preferences.of('motion') === 'less', (on) =>
        preferences.choose('motion', on ? 'less' : 'auto'),
      )}
      ${oneOf({
        name: 'announce',
        label: t('accessibility.announce'),
        hint: t('accessibility.announceHint'),
        present: preferences.of('announce'),
        choices: announcements(words),
        choose: (how) => preferences.choose('announce', how),
      })}
      ${toggle(t('accessibility.letters'), t('accessibility.lettersHint'), preferences.of('letters') === 'on', (on) =>
        preferences.choose('letters', on ? 'on' : 'off'),
      )}
      <section aria-labelledby="shortcuts">
        <h2 id="shortcuts">${t('shortcuts.title')}</h2>
        <p class="soft">${t('shortcuts.lead')}</p>
        ${shortcutList(this.shell)}
      </section>
    </div>`;
  }
}

customElements.define('veche-accessibility', AccessibilityPage);
