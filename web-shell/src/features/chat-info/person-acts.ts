import { html, nothing, unsafeCSS } from 'lit';
import type { Account } from '@veche/contract';
import flag from 'lucide-static/icons/flag.svg?raw';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import userCheck from 'lucide-static/icons/user-check.svg?raw';
import userX from 'lucide-static/icons/user-x.svg?raw';
import pencil from 'lucide-static/icons/pencil.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import '../../parts/sheet.ts';
import { block, unblock } from '../../state/blocking.ts';
import type { ChatRow } from '../../sync/client.ts';
import '../contacts/contact-form.ts';
import ways from './ways.css?inline';

/** What one may do about the other person of a direct chat: keep as a contact, block. */
class PersonActs extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    row: { attribute: false },
    account: { attribute: false },
    naming: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(ways)];

  declare row: ChatRow;
  declare account: Account;
  declare naming: boolean;

  constructor() {
    super();
    this.naming = false;
  }

  #saved = (): void => {
    const { notices, words } = this.shell;
    this.naming = false;
    notices.show(words.t('contacts.added', { name: this.account.name }));
  };

  override render() {
    const { t } = this.shell.words;
    const { account, row } = this;
    const ownName = row.peerName;
    const isBlocked = row.peerBlocked === true;
    return html`<div class="actions">
        ${
          account.kind === 'bot'
            ? nothing
            : html`<button class="button" data-kind="quiet" @click=${() => (this.naming = true)}>
                ${icon(ownName === undefined ? userPlus : pencil)}
                ${t(ownName === undefined ? 'contacts.add' : 'contacts.rename')}
              </button>`
        }
        ${
          isBlocked
            ? html`<button class="button" data-kind="quiet" @click=${() => void unblock(this.shell, account)}>
                ${icon(userCheck)}${t('blocked.remove')}
              </button>`
            : html`<button class="button" data-kind="quiet" data-danger @click=${() => void block(this.shell, account)}>
                ${icon(userX)}${t('blocked.add')}
              </button>`
        }
        <button
          class="button"
          data-kind="quiet"
          data-danger
          @click=${() => this.shell.router.openLayer({ report: `a${account.accountId}` })}
        >
          ${icon(flag)}${t('report.person')}
        </button>
      </div>
      ${
        this.naming
          ? html`<veche-sheet
              .shell=${this.shell}
              .heading=${t(ownName === undefined ? 'contacts.add' : 'contacts.rename')}
              @close=${() => (this.naming = false)}
            >
              <veche-contact-form
                .shell=${this.shell}
                .contact=${{ account, ...(ownName === undefined ? {} : { name: ownName }) }}
                @saved=${this.#saved}
              ></veche-contact-form>
            </veche-sheet>`
          : nothing
      }`;
  }
}

customElements.define('veche-person-acts', PersonActs);
