import { html, nothing } from 'lit';
import type { AppId, AppScope, LedgerEntry } from '@veche/contract';
import { appScopeCatalogue } from '@veche/contract/bridge-light';
import { fieldWords } from '../../i18n/scopes.ts';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import { appInAddress } from './app-in-address.ts';
import { consentStyles } from './styles.ts';

/** Every entry of the ledger, the newest first, by app and by what it is about. */
class UseList extends ShellElement {
  static override properties = { ...ShellElement.properties, appId: { state: true }, scope: { state: true } };
  static override styles = [...pageStyles, consentStyles];

  declare appId: AppId | null;
  declare scope: AppScope | null;
  #uses: Paged<LedgerEntry> | null = null;
  /** Apps that were met in what was read so far. */
  #apps = new Map<AppId, LedgerEntry['app']['name']>();
  #key = '';

  constructor() {
    super();
    [this.appId, this.scope] = [appInAddress(), null];
    for (const list of ['grants', 'notified'] as const) followOwn(this, list, () => void this.#uses?.again());
  }

  override willUpdate(): void {
    const { appId, scope } = this;
    const key = `${appId} ${scope}`;
    if (this.#key === key) return;
    this.#key = key;
    const filter = { ...(appId === null ? {} : { appId }), ...(scope === null ? {} : { scope }) };
    this.#uses = createPaged(this.shell, async (from) => {
      const { entries, nextCursor } = await this.shell.client.call('ledger.list', { ...filter, ...from });
      for (const { app } of entries) this.#apps.set(app.appId, app.name);
      return { items: entries, nextCursor };
    });
    void this.#uses.load();
  }

  #select<Value extends string>(
    label: string,
    all: string,
    options: readonly (readonly [Value, string])[],
    chosen: string | null,
    choose: (value: Value | null) => void,
  ) {
    return html`<label class="filter">
      <span class="soft">${label}</span>
      <select
        class="input"
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          choose(options.find(([one]) => one === value)?.[0] ?? null);
        }}
      >
        <option value="">${all}</option>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select>
    </label>`;
  }

  #filters() {
    const { t, language } = this.shell.words;
    const apps = [...this.#apps].map(([appId, name]) => [String(appId), name[language.value]] as const);
    const scopes = Object.entries(appScopeCatalogue) as [AppScope, (typeof appScopeCatalogue)[AppScope]][];
    return html`<div class="filters">
      ${this.#select(t('consents.app'), t('consents.allApps'), apps, String(this.appId), (value) => {
        this.appId = value === null ? null : (Number(value) as AppId);
      })}
      ${this.#select(
        t('consents.scope'),
        t('consents.allScopes'),
        scopes.map(([scope, { titles }]) => [scope, titles[language.value]] as const),
        this.scope,
        (value) => (this.scope = value),
      )}
    </div>`;
  }

  #use({ at, act, app, release, scope, fields, purpose, duration, template }: LedgerEntry) {
    const { words } = this.shell;
    const { t, dates, language } = words;
    const done: Record<LedgerEntry['act'], string> = {
      used: t('consents.used'),
      notified: t('consents.notified'),
      refused: t('consents.refused'),
      revoked: t('consents.revokedAct'),
      given: t('consents.given', { duration: t(`duration.${duration ?? 'once'}`) }),
    };
    const what =
      act === 'used'
        ? fields.map((field) => fieldWords(words, field)).join(', ')
        : appScopeCatalogue[scope].titles[language.value];
    return html`<li>
      <div class="use">
        <span><bdi>${app.name[language.value]}</bdi> · ${done[act]}</span>
        <strong>${what}</strong>
        ${template === undefined ? nothing : html`<code>${template}</code>`}
        <span class="soft quoted"><bdi>${purpose[language.value]}</bdi></span>
        <span class="soft">
          <time datetime=${at}>${dates.full(at)}</time> · ${t('consents.release', { release: release.slice(0, 8) })}
        </span>
      </div>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.#uses === null) return nothing;
    const isFiltered = this.appId !== null || this.scope !== null;
    const list = pagedList(this.shell, this.#uses, {
      label: t('consents.uses'),
      empty: none(t(isFiltered ? 'consents.noneFound' : 'consents.noUses')),
      item: (entry) => this.#use(entry),
    });
    const hasAny = isFiltered || (this.#uses.items.value?.length ?? 0) > 0;
    return html`<section>${hasAny ? this.#filters() : nothing} ${list}</section>`;
  }
}

customElements.define('veche-uses', UseList);
