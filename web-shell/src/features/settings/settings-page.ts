import { html, unsafeCSS } from 'lit';
import type { Language } from '@veche/contract';
import logOut from 'lucide-static/icons/log-out.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { errorWords } from '../../state/error-words.ts';
import type { Theme } from '../../state/preferences.ts';
import '../notifications/notification-settings.ts';
import './profile-form.ts';
import './session-list.ts';
import { settingsLinks } from './settings-links.ts';
import styles from './settings-page.css?inline';

/** Languages are called by their own names in every language. */
const languages: readonly (readonly [Language, string])[] = [
  ['ru', 'Русский'],
  ['en', 'English'],
];

/** Profile, language, looks, devices, and the way out. */
class SettingsPage extends ShellElement {
  static override properties = { ...ShellElement.properties, isModerator: { state: true } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare isModerator: boolean;

  constructor() {
    super();
    this.isModerator = false;
  }

  override firstUpdated(): void {
    // Others are refused, and never see the way there.
    void this.shell.client.call('moderation.listReports', { limit: 1 }).then(
      () => (this.isModerator = true),
      () => undefined,
    );
  }

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

  #signOut = async (): Promise<void> => {
    const { words, notices, client, router } = this.shell;
    const agreed = await notices.ask({
      title: words.t('settings.signOutTitle'),
      text: words.t('settings.signOutText'),
      accept: words.t('settings.signOut'),
      cancel: words.t('action.cancel'),
    });
    if (!agreed) return;
    await client.signOut().then(
      () => router.go('/sign-in', { replace: true }),
      (error: unknown) => notices.show(errorWords(words, error)),
    );
  };

  #choice<Value extends string>(
    name: string,
    label: string,
    present: Value,
    choices: readonly (readonly [Value, string])[],
    choose: (value: Value) => void,
  ) {
    return html`<section>
      <h2 id=${name}>${label}</h2>
      <div class="choices" role="radiogroup" aria-labelledby=${name}>
        ${choices.map(
          ([value, text]) =>
            html`<label>
              <input type="radio" name=${name} .checked=${value === present} @change=${() => choose(value)} />
              <span>${text}</span>
            </label>`,
        )}
      </div>
    </section>`;
  }

  override render() {
    const { words, preferences } = this.shell;
    const { t } = words;
    const themes: readonly (readonly [Theme, string])[] = [
      ['auto', t('settings.themeAuto')],
      ['light', t('settings.themeLight')],
      ['dark', t('settings.themeDark')],
    ];
    return html`<div class="page">
      <h1>${t('settings.title')}</h1>
      <section aria-labelledby="profile">
        <h2 class="unseen" id="profile">${t('settings.profile')}</h2>
        <veche-profile-form .shell=${this.shell}></veche-profile-form>
      </section>
      ${settingsLinks(this.shell, this.isModerator)}
      ${this.#choice('theme', t('settings.theme'), preferences.theme.value, themes, (theme) => preferences.setTheme(theme))}
      ${this.#choice('language', t('settings.language'), words.language.value, languages, (language) => void this.#useLanguage(language))}
      <section aria-labelledby="notifications">
        <h2 id="notifications">${t('notifications.title')}</h2>
        <veche-notification-settings .shell=${this.shell}></veche-notification-settings>
      </section>
      <section aria-labelledby="sessions">
        <div>
          <h2 id="sessions">${t('settings.sessions')}</h2>
          <p class="hint">${t('settings.sessionsHint')}</p>
        </div>
        <veche-session-list .shell=${this.shell}></veche-session-list>
      </section>
      <button class="button leave" @click=${this.#signOut}>${icon(logOut)}${t('settings.signOut')}</button>
    </div>`;
  }
}

customElements.define('veche-settings', SettingsPage);
