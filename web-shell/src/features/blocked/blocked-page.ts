import { html, nothing } from 'lit';
import type { Account, blocks, OutputOf } from '@veche/contract';
import userCheck from 'lucide-static/icons/user-check.svg?raw';
import userX from 'lucide-static/icons/user-x.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import { none, pagedList, pageHead, pageStyles } from '../../parts/page.ts';
import type { PersonChosen } from '../../parts/people-finder.ts';
import '../../parts/people-finder.ts';
import '../../parts/sheet.ts';
import { block, unblock } from '../../state/blocking.ts';
import { createPaged, type Paged } from '../../state/paged.ts';

type Block = OutputOf<typeof blocks.blockMethods.list>['blocks'][number];

/** Those who may not write to the person, and the way back. */
class BlockedPage extends ShellElement {
  static override properties = { ...ShellElement.properties, adding: { state: true } };
  static override styles = pageStyles;

  declare adding: boolean;
  #list: Paged<Block> | null = null;

  constructor() {
    super();
    this.adding = false;
    followOwn(this, 'blocks', () => void this.#list?.again());
  }

  override willUpdate(): void {
    if (this.#list !== null) return;
    this.#list = createPaged(this.shell, async (from) => {
      const { blocks, nextCursor } = await this.shell.client.call('blocks.list', from);
      return { items: blocks, nextCursor };
    });
    void this.#list.load();
  }

  async #unblock(person: Account): Promise<void> {
    if (!(await unblock(this.shell, person))) return;
    this.#list?.patch((list) => list.filter(({ account }) => account.accountId !== person.accountId));
  }

  #block = async ({ account }: PersonChosen): Promise<void> => {
    if (!(await block(this.shell, account))) return;
    this.adding = false;
    await this.#list?.load();
  };

  #row({ account, at }: Block) {
    const { t, dates } = this.shell.words;
    return html`<li>
      <div class="row">
        ${avatar(account.accountId, account.name, account.photoId)}
        <span class="row-text">
          <span class="name cut"><bdi>${account.name}</bdi></span>
          <span class="soft">${t('blocked.since', { day: dates.day(at) })}</span>
        </span>
      </div>
      <button
        class="button"
        data-kind="quiet"
        aria-label=${t('blocked.removeNamed', { name: account.name })}
        @click=${() => void this.#unblock(account)}
      >
        ${icon(userCheck)}<span class="wide">${t('blocked.remove')}</span>
      </button>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    if (this.#list === null) return html``;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.blocked'))}
        <p class="soft">${t('blocked.lead')}</p>
        ${pagedList(this.shell, this.#list, {
          label: t('page.blocked'),
          empty: none(t('blocked.none')),
          item: (block) => this.#row(block),
        })}
        <button class="button more" @click=${() => (this.adding = true)}>${icon(userX)}${t('blocked.add')}</button>
      </div>
      ${
        this.adding
          ? html`<veche-sheet .shell=${this.shell} .heading=${t('blocked.whom')} @close=${() => (this.adding = false)}>
              <veche-people-finder .shell=${this.shell} @choose=${this.#block}></veche-people-finder>
            </veche-sheet>`
          : nothing
      }`;
  }
}

customElements.define('veche-blocked', BlockedPage);
