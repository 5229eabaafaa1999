import { html } from 'lit';
import type { Language } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageHead, pageStyles } from '../../parts/page.ts';
import { choiceStyles, oneOf, toggle } from './choices.ts';
import { textSizes, themes } from './present.ts';

/** Languages are called by their own names in every language. */
const languages: readonly (readonly [Language, string])[] = [
  ['ru', 'Русский'],
  ['en', 'English'],
];

/** Theme, contrast, size of text and language of this device. */
class AppearancePage extends ShellElement {
  static override styles = [...pageStyles, choiceStyles];

  async #useLanguage(language: Language): Promise<void> {
    const { words, preferences, client, notices } = this.shell;
    try {
      await words.use(language);
      preferences.keepLanguage(language);
    } catch {
      return notices.show(words.t('app.loadFailed'));
    }
    // The server writes codes and notices in it; this device does not depend on that.
    await client.call('identity.updateProfile', { language }).catch(() => undefined);
  }

  override render() {
    const { words, preferences } = this.shell;
    const { t } = words;
    return html`<div class="page">
      ${pageHead(this.shell, t('page.appearance'))}
      <p class="soft">${t('appearance.lead')}</p>
      ${oneOf({
        name: 'theme',
        label: t('settings.theme'),
        present: preferences.of('theme'),
        choices: themes(words),
        choose: (theme) => preferences.choose('theme', theme),
      })}
      ${toggle(t('appearance.contrast'), t('appearance.contrastHint'), preferences.of('contrast') === 'more', (on) =>
        preferences.choose('contrast', on ? 'more' : 'auto'),
      )}
      ${oneOf({
        name: 'text',
        label: t('appearance.text'),
        hint: t('appearance.textHint'),
        present: preferences.of('text'),
        choices: textSizes(words),
        choose: (size) => preferences.choose('text', size),
      })}
      ${oneOf({
        name: 'language',
        label: t('settings.language'),
        present: words.language.value,
        choices: languages,
        choose: (language) => void this.#useLanguage(language),
      })}
    </div>`;
  }
}

customElements.define('veche-appearance', AppearancePage);
