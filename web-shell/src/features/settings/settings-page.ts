import { html, unsafeCSS } from 'lit';
import logOut from 'lucide-static/icons/log-out.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { errorWords } from '../../state/error-words.ts';
import '../notifications/notification-settings.ts';
import '../security/lift-banner.ts';
import './profile-form.ts';
import './session-list.ts';
import { settingsLinks } from './settings-links.ts';
import styles from './settings-page.css?inline';

/** Profile, the ways to all pages, notifications, devices, and the way out. */
class SettingsPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    isModerator: { state: true },
    usage: { state: true },
    invitations: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare isModerator: boolean;
  /** Bytes that this device holds; null while that is not known. */
  declare usage: number | null;
  /** Organisations that wait for an answer. */
  declare invitations: number;

  constructor() {
    super();
    this.isModerator = false;
    this.usage = null;
    this.invitations = 0;
  }

  override firstUpdated(): void {
    void navigator.storage.estimate().then(
      ({ usage = null }) => (this.usage = usage),
      () => undefined,
    );
    // Without an answer the way to the page is there all the same.
    void this.shell.client.call('organisations.own', {}).then(
      ({ organisations }) => (this.invitations = organisations.filter(({ isInvited }) => isInvited).length),
      () => undefined,
    );
    // Others are refused, and never see the way there.
    void this.shell.client.call('moderation.listReports', { limit: 1 }).then(
      () => (this.isModerator = true),
      () => undefined,
    );
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

  override render() {
    const { t } = this.shell.words;
    return html`<div class="page">
      <h1>${t('settings.title')}</h1>
      <veche-lift-banner .shell=${this.shell}></veche-lift-banner>
      <section aria-labelledby="profile">
        <h2 class="unseen" id="profile">${t('settings.profile')}</h2>
        <veche-profile-form .shell=${this.shell}></veche-profile-form>
      </section>
      ${settingsLinks(this.shell, this)}
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
