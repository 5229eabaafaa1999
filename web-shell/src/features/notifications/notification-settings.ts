import { html, nothing, unsafeCSS } from 'lit';
import type { NotificationSettings, NotifyLevel, ParsedInputOf, notifications } from '@veche/contract';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { errorWords } from '../../state/error-words.ts';
import toggleStyles from '../../parts/toggle.css?inline';
import styles from './notification-settings.css?inline';
import { type PushState, readPushState, switchPushOff, switchPushOn } from './push.ts';

type Changes = ParsedInputOf<typeof notifications.setSettings>;

const kinds = ['direct', 'groups', 'channels'] as const;
const levels: readonly NotifyLevel[] = ['all', 'mentions', 'none'];
const quietByDefault = { from: 23 * 60, to: 7 * 60 };

/** What this account and this device are told of. */
class NotificationSettingsSection extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    settings: { state: true },
    push: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(toggleStyles), unsafeCSS(styles)];

  declare settings: NotificationSettings | null;
  declare push: PushState;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.settings = null;
    this.push = 'off';
    this.failure = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    void this.#load();
  }

  #load = (): Promise<void> =>
    this.#try(async () => {
      const { settings, subscribed } = await this.shell.client.call('notifications.getSettings', {});
      this.settings = settings;
      this.push = await readPushState(subscribed);
    });

  async #try(work: () => Promise<void>): Promise<void> {
    this.failure = null;
    this.busy = true;
    try {
      await work();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    this.busy = false;
  }

  #change = (changes: Changes): Promise<void> =>
    this.#try(async () => {
      this.settings = (await this.shell.client.call('notifications.setSettings', changes)).settings;
    });

  #switch = (on: boolean): Promise<void> =>
    this.#try(async () => {
      this.push = await (on ? switchPushOn(this.shell) : switchPushOff(this.shell));
    });

  #test = (): Promise<void> =>
    this.#try(async () => {
      const { client, notices, words } = this.shell;
      const { delivered } = await client.call('notifications.test', {});
      notices.show(words.t(delivered ? 'notifications.testSent' : 'notifications.testLost'));
    });

  #toggle(
    key: 'push' | 'showText' | 'quiet' | 'urgent',
    isOn: boolean,
    change: (on: boolean) => void,
    disabled = false,
  ) {
    const { t } = this.shell.words;
    return html`<label class="toggle">
      <input
        type="checkbox"
        role="switch"
        .checked=${isOn}
        ?disabled=${disabled || this.busy}
        @change=${(event: Event) => change((event.target as HTMLInputElement).checked)}
      />
      <span>${t(`notifications.${key}`)}<span class="hint">${t(`notifications.${key}Hint`)}</span></span>
    </label>`;
  }

  #level(kind: (typeof kinds)[number], settings: NotificationSettings) {
    const { t } = this.shell.words;
    return html`<label class="level">
      <span>${t(`notifications.${kind}`)}</span>
      <select
        class="input"
        @change=${(event: Event) => void this.#change({ [kind]: (event.target as HTMLSelectElement).value as NotifyLevel })}
      >
        ${levels.map((level) => html`<option value=${level} ?selected=${settings[kind] === level}>${t(`notifications.${level}`)}</option>`)}
      </select>
    </label>`;
  }

  #quiet(settings: NotificationSettings) {
    const { t } = this.shell.words;
    const hours = settings.quietHours;
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const set = (edge: 'from' | 'to') => (event: Event) => {
      const [hour = Number.NaN, minute = Number.NaN] = (event.target as HTMLInputElement).value.split(':').map(Number);
      const at = hour * 60 + minute;
      if (hours !== undefined && !Number.isNaN(at))
        void this.#change({ quietHours: { ...hours, timeZone, [edge]: at } });
    };
    return html`${this.#toggle('quiet', hours !== undefined, (on) => void this.#change({ quietHours: on ? { ...quietByDefault, timeZone } : null }))}
    ${
      hours === undefined
        ? nothing
        : html`<div class="hours">
              <label
                >${t('notifications.from')}<input
                  class="input"
                  type="time"
                  .value=${clock(hours.from)}
                  @change=${set('from')}
              /></label>
              <label
                >${t('notifications.to')}<input
                  class="input"
                  type="time"
                  .value=${clock(hours.to)}
                  @change=${set('to')}
              /></label>
            </div>
            ${this.#toggle('urgent', settings.allowUrgent, (on) => void this.#change({ allowUrgent: on }))}`
    }`;
  }

  override render() {
    const { t } = this.shell.words;
    const { settings, push } = this;
    return html`${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
    ${
      settings === null
        ? html`<button class="button" ?disabled=${this.busy} @click=${this.#load}>${t('action.retry')}</button>`
        : html`${this.#toggle('push', push === 'on', (on) => void this.#switch(on), push === 'impossible')}
            ${push === 'refused' ? html`<p class="hint" role="status">${t('notifications.refused')}</p>` : nothing}
            ${push === 'impossible' ? html`<p class="hint" role="status">${t('notifications.impossible')}</p>` : nothing}
            ${
              push === 'on'
                ? html`<button class="button" ?disabled=${this.busy} @click=${() => void this.#test()}>
                    ${t('notifications.test')}
                  </button>`
                : nothing
            }
            <a class="button" data-kind="quiet" href="/settings/notifications">${t('page.notifications')}</a>
            ${this.#toggle('showText', settings.showText, (on) => void this.#change({ showText: on }))}
            ${kinds.map((kind) => this.#level(kind, settings))} ${this.#quiet(settings)}`
    }`;
  }
}

function clock(minute: number): string {
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}

customElements.define('veche-notification-settings', NotificationSettingsSection);
