import { html, nothing, unsafeCSS } from 'lit';
import type { OutputOf } from '@veche/contract';
import type { identity } from '@veche/contract';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import smartphone from 'lucide-static/icons/smartphone.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './settings-page.css?inline';

type Session = OutputOf<typeof identity.listSessions>['sessions'][number];

/** Devices signed in to the account; others than this one can be signed out. */
class SessionList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    sessions: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles), unsafeCSS(':host { overflow: visible }')];

  declare sessions: readonly Session[] | null;
  declare failure: string | null;

  constructor() {
    super();
    this.sessions = null;
    this.failure = null;
    // Somebody came in elsewhere.
    followOwn(this, 'security', () => void this.#load());
  }

  override firstUpdated(): void {
    void this.#load();
  }

  #load = async (): Promise<void> => {
    this.failure = null;
    try {
      this.sessions = (await this.shell.client.call('identity.listSessions', {})).sessions;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  };

  async #revoke({ sessionId }: Session): Promise<void> {
    const { client, notices, words } = this.shell;
    try {
      await client.call('identity.revokeSession', { sessionId });
      notices.show(words.t('settings.revoked'));
    } catch (error) {
      notices.show(errorWords(words, error));
    }
    await this.#load();
  }

  #session(session: Session) {
    const { words } = this.shell;
    const device = session.device === '' ? words.t('settings.unknownDevice') : session.device;
    return html`<li>
      ${icon(/Android|iOS/.test(device) ? smartphone : monitor)}
      <span class="row-text">
        <span class="name cut"><bdi>${device}</bdi></span>
        ${
          session.current
            ? html`<span class="soft this">${words.t('settings.thisDevice')}</span>`
            : html`<span class="soft"
                >${words.t('settings.lastUsed', { at: words.dates.full(session.lastUsedAt) })}</span
              >`
        }
      </span>
      ${
        session.current
          ? nothing
          : html`<button
              class="button"
              data-kind="quiet"
              data-danger
              aria-label=${words.t('settings.revokeNamed', { device })}
              @click=${() => void this.#revoke(session)}
            >
              ${words.t('settings.revoke')}
            </button>`
      }
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.failure !== null) {
      return html`<p class="error" role="alert">${this.failure}</p>
        <button class="button" @click=${this.#load}>${t('action.retry')}</button>`;
    }
    return html`<ul class="sessions">
      ${this.sessions?.map((session) => this.#session(session))}
    </ul>`;
  }
}

customElements.define('veche-session-list', SessionList);
