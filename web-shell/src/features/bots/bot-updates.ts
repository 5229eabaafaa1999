import { html, nothing, unsafeCSS } from 'lit';
import type { AccountId, BotUpdateKind, UpdateDelivery, UpdateState } from '@veche/contract';
import rotate from 'lucide-static/icons/rotate-cw.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import styles from './bots.css?inline';
import { followNew } from './follow-new.ts';
import { replay } from './replay.ts';
import './update-sheet.ts';
import { chatName, updateKinds } from './update-words.ts';

type Chat = NonNullable<UpdateDelivery['chat']>;

const states = ['waiting', 'failing', 'delivered'] as const;
/** What one replay takes at most. */
const MOST = 100;

/** The updates of a bot, or those that never arrived; new ones come by themselves until more are asked for. */
class BotUpdates extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    botId: { attribute: false },
    isDead: { attribute: false },
    state: { state: true },
    kind: { state: true },
    chat: { state: true },
    opened: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(`${styles} :host { overflow: visible }`)];

  declare botId: AccountId;
  declare isDead: boolean;
  declare state: UpdateState | null;
  declare kind: BotUpdateKind | null;
  declare chat: Chat | null;
  /** The update that is looked at. */
  declare opened: UpdateDelivery | null;
  #updates: Paged<UpdateDelivery> | null = null;
  #hasMore = false;
  #key = '';

  constructor() {
    super();
    this.isDead = false;
    [this.state, this.kind, this.chat, this.opened] = [null, null, null, null];
    followNew(this, () => {
      if (!this.#hasMore && this.#updates?.isBusy.peek() === false) void this.#updates.load();
    });
  }

  override willUpdate(): void {
    const { client } = this.shell;
    const state = this.isDead ? 'dead' : this.state;
    const { botId: accountId, kind, chat } = this;
    const key = [accountId, state, kind, chat?.chatId].join();
    if (this.#key === key) return;
    this.#key = key;
    const filter = {
      ...(state === null ? {} : { state }),
      ...(kind === null ? {} : { kind }),
      ...(chat === null ? {} : { chatId: chat.chatId }),
    };
    this.#updates = createPaged(this.shell, async (from) => {
      this.#hasMore = 'cursor' in from;
      const { updates, nextCursor } = await client.call('bots.listUpdates', { accountId, ...filter, ...from });
      return { items: updates, nextCursor };
    });
    void this.#updates.load();
  }

  async #replay(updates: readonly UpdateDelivery[]): Promise<void> {
    const ids = updates.slice(0, MOST).map(({ updateId }) => updateId);
    if (await replay(this.shell, this.botId, ids)) await this.#updates?.again();
  }

  #select<Value extends string>(
    label: string,
    options: readonly (readonly [Value, string])[],
    choose: (value: Value | null) => void,
  ) {
    const { t } = this.shell.words;
    return html`<label class="filter">
      <span class="soft">${label}</span>
      <select
        class="input"
        @change=${(event: Event) => {
          const { value } = event.target as HTMLSelectElement;
          choose(options.find(([one]) => one === value)?.[0] ?? null);
        }}
      >
        <option value="">${t('console.any')}</option>
        ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
      </select>
    </label>`;
  }

  #filters() {
    const { t } = this.shell.words;
    const { chat } = this;
    return html`<div class="filters" role="group" aria-label=${t('console.filter')}>
      ${
        this.isDead
          ? nothing
          : this.#select(
              t('console.state'),
              states.map((state) => [state, t(`console.state.${state}`)] as const),
              (state) => (this.state = state),
            )
      }
      ${this.#select(
        t('console.kind'),
        updateKinds.map((kind) => [kind, t(`console.kind.${kind}`)] as const),
        (kind) => (this.kind = kind),
      )}
      ${
        chat === null
          ? nothing
          : html`<button class="button" @click=${() => (this.chat = null)}>
              ${t('console.notOnlyChat', { chat: chatName(this.shell.words, chat) })}
            </button>`
      }
    </div>`;
  }

  #update(update: UpdateDelivery) {
    const { words } = this.shell;
    const { t, dates } = words;
    const { updateId, kind, chat, state, attempts, latencyMs, status, replayOf } = update;
    const about = [
      chat === undefined ? '' : chatName(words, chat),
      attempts === 0 ? '' : t('console.attempts', { count: attempts }),
      status === undefined ? '' : `HTTP ${status}`,
      latencyMs === undefined ? '' : t('console.ms', { count: latencyMs }),
      replayOf === undefined ? '' : t('console.replayOf', { number: replayOf }),
    ];
    return html`<li>
      <button class="row" aria-haspopup="dialog" @click=${() => (this.opened = update)}>
        <span class="row-text">
          <span class="name">${t(`console.kind.${kind}`)} <span class="soft">№ ${updateId}</span></span>
          <span class="soft about">${about.filter((part) => part !== '').join(' · ')}</span>
          <span class="mark" data-state=${state}>${t(`console.state.${state}`)}</span>
        </span>
        <time class="soft" datetime=${update.queuedAt}>${dates.brief(update.queuedAt)}</time>
      </button>
    </li>`;
  }

  #replayAll(updates: readonly UpdateDelivery[]) {
    const { t } = this.shell.words;
    const fit = updates.filter(({ state }) => state === 'delivered' || state === 'dead').slice(0, MOST);
    if (fit.length === 0) return nothing;
    return html`<button class="button more" @click=${() => void this.#replay(fit)}>
      ${icon(rotate)}${t('console.replayShown', { count: fit.length })}
    </button>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { opened } = this;
    const updates = this.#updates;
    return html`<div class="parts">
        <p class="soft">${t(this.isDead ? 'console.deadLead' : 'console.updatesLead')}</p>
        ${this.#filters()}
        ${
          updates === null
            ? nothing
            : html`${this.#replayAll(updates.items.value ?? [])}
              ${pagedList(this.shell, updates, {
                label: t(this.isDead ? 'console.tab.dead' : 'console.tab.updates'),
                empty: none(t(this.isDead ? 'console.noDead' : 'console.noUpdates')),
                item: (update) => this.#update(update),
              })}`
        }
      </div>
      ${
        opened === null
          ? nothing
          : html`<veche-bot-update
              .shell=${this.shell}
              .botId=${this.botId}
              .delivery=${opened}
              @close=${() => (this.opened = null)}
              @replayed=${() => void this.#updates?.again()}
              @chat=${() => ([this.chat, this.opened] = [opened.chat ?? null, null])}
            ></veche-bot-update>`
      }`;
  }
}

customElements.define('veche-bot-updates', BotUpdates);
