import { html, nothing } from 'lit';
import type { Grant } from '@veche/contract';
import { appScopeCatalogue } from '@veche/contract/bridge-light';
import undo from 'lucide-static/icons/undo-2.svg?raw';
import timer from 'lucide-static/icons/timer.svg?raw';
import { keptWords } from '../../i18n/scopes.ts';
import { appIcon } from '../../parts/app-icon.ts';
import { ShellElement } from '../../parts/element.ts';
import { followLanguage } from '../../parts/follow-language.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import { organisationMark, organisationStyles } from '../../parts/organisation-mark.ts';
import { none, pageStyles, problem, waiting } from '../../parts/page.ts';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import { appInAddress } from './app-in-address.ts';
import { consentStyles } from './styles.ts';

/** What a grant may be shortened to. */
const LIMIT_DAYS = 30;
/** `MAX_NOTIFICATIONS_A_DAY` of the contract. */
const MOST_A_DAY = 20;

/** What the person lets apps have, and the way to take it back. */
class GrantList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    grants: { state: true },
    failure: { state: true },
  };
  static override styles = [...pageStyles, organisationStyles, consentStyles];

  declare grants: readonly Grant[] | null;
  declare failure: string | null;

  constructor() {
    super();
    this.grants = null;
    this.failure = null;
    followOwn(this, 'grants', () => void this.#load());
    followLanguage(this, () => void this.#load());
  }

  async #load(): Promise<void> {
    const { client, words } = this.shell;
    try {
      this.grants = (await client.call('grants.list', { language: words.language.peek() })).grants;
      this.failure = null;
    } catch (error) {
      this.failure = errorWords(words, error);
    }
  }

  #titleOf({ scope }: Grant): string {
    return appScopeCatalogue[scope].titles[this.shell.words.language.value];
  }

  async #revoke(grant: Grant): Promise<void> {
    const { client, notices, words } = this.shell;
    const app = grant.app.name;
    const writing = grant.scope === 'writeToMe' ? ` ${words.t('consents.revokeWriting')}` : '';
    const agreed = await notices.ask({
      title: words.t('consents.revokeTitle', { app, what: this.#titleOf(grant) }),
      text: `${words.t('consents.revokeText')}${writing}`,
      accept: words.t('consents.revoke'),
      cancel: words.t('action.cancel'),
    });
    if (!agreed) return;
    const { grantId } = grant;
    const isDone = await attempt(this.shell, () => client.call('grants.revoke', { grantId }));
    if (!isDone) return;
    this.grants = this.grants?.filter((one) => one.grantId !== grantId) ?? null;
    notices.show(words.t('consents.revoked', { app }));
  }

  async #limit({ grantId }: Grant): Promise<void> {
    const { client, notices, words } = this.shell;
    await attempt(this.shell, async () => {
      const { expiresAt } = await client.call('grants.limit', { grantId, expiresInDays: LIMIT_DAYS });
      notices.show(words.t('consents.limited', { at: words.dates.full(expiresAt) }));
      await this.#load();
    });
  }

  async #setPerDay({ grantId }: Grant, perDay: number): Promise<void> {
    await attempt(this.shell, () => this.shell.client.call('grants.setPerDay', { grantId, perDay }));
    await this.#load();
  }

  #perDay(grant: Grant, perDay: number) {
    const { t } = this.shell.words;
    const numbers = Array.from({ length: MOST_A_DAY + 1 }, (_, number) => number);
    return html`<dt>${t('consents.perDay')}</dt>
      <dd>
        <select
          class="input"
          aria-label=${t('consents.perDayNamed', { app: grant.app.name })}
          @change=${(event: Event) => void this.#setPerDay(grant, Number((event.target as HTMLSelectElement).value))}
        >
          ${numbers.map((number) => html`<option ?selected=${number === perDay}>${number}</option>`)}
        </select>
      </dd>`;
  }

  #grant(grant: Grant) {
    const { words } = this.shell;
    const { t, dates } = words;
    const { app, owner, purpose, retentionDays, duration, givenAt, expiresAt, scope } = grant;
    const what = this.#titleOf(grant);
    const mayLimit = duration === 'untilRevoked' && expiresAt === undefined && scope !== 'writeToMe';
    return html`<li class="grant">
      <div class="who">
        ${appIcon(app)}
        <div class="row-text">
          <strong>${what}</strong>
          <bdi class="soft">${app.name}</bdi>
          ${organisationMark(words, owner)}
        </div>
      </div>
      <dl>
        <dt>${t('ask.why')}</dt>
        <dd class="quoted"><bdi>${purpose}</bdi></dd>
        <dt>${t('ask.keeps')}</dt>
        <dd>${keptWords(words, retentionDays)}</dd>
        <dt>${t('ask.until')}</dt>
        <dd>
          ${t('consents.since', { duration: t(`duration.${duration}`), at: dates.full(givenAt) })}${
            expiresAt === undefined ? nothing : html`, ${t('consents.until', { at: dates.full(expiresAt) })}`
          }
        </dd>
        ${grant.perDay === undefined ? nothing : this.#perDay(grant, grant.perDay)}
      </dl>
      <div class="acts">
        <button
          class="button"
          aria-label=${t('consents.revokeNamed', { what, app: app.name })}
          @click=${() => void this.#revoke(grant)}
        >
          ${icon(undo)}${t('consents.revoke')}
        </button>
        ${
          mayLimit
            ? html`<button
                class="button"
                data-kind="quiet"
                aria-label=${t('consents.limitNamed', { what, app: app.name })}
                @click=${() => void this.#limit(grant)}
              >
                ${icon(timer)}${t('consents.limit')}
              </button>`
            : nothing
        }
      </div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { grants, failure } = this;
    if (failure !== null) return problem(this.shell, failure, () => void this.#load());
    if (grants === null) return waiting(this.shell);
    const only = appInAddress();
    const shown = only === null ? grants : grants.filter(({ app }) => app.appId === only);
    if (shown.length === 0) return none(t(only === null ? 'consents.noGrants' : 'consents.noneFound'));
    return html`<ul class="card" aria-label=${t('consents.grants')}>
      ${shown.map((grant) => this.#grant(grant))}
    </ul>`;
  }
}

customElements.define('veche-grants', GrantList);
