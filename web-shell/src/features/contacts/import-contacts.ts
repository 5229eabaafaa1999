import { html, nothing, unsafeCSS } from 'lit';
import type { AccountId, Contact } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { errorWords } from '../../state/error-words.ts';
import { plainPhone, readablePhone } from '../../state/phone.ts';
import { type ListedPerson, readContacts } from './read-contacts.ts';

/** As the contract has them; schemas stay out of the page. */
const MAX_IMPORT = 1000;
const MAX_FILE_BYTES = 5 * 1024 ** 2;
/** Rows that are drawn of what was found in a list. */
const SHOWN = 200;

type Step =
  | { readonly at: 'choose' }
  | { readonly at: 'look'; readonly people: readonly ListedPerson[] }
  | {
      readonly at: 'done';
      readonly added: readonly Contact[];
      /** Contacts before, which had no name of the person's own. */
      readonly named: readonly AccountId[];
      readonly asked: number;
    };

const styles = `
  .steps, form { display: grid; gap: 12px; padding-block-end: 8px }
  .button { justify-self: start }
  textarea { min-block-size: 8rem; resize: vertical }
  .people { max-block-size: 40dvh; overflow-y: auto }
  .people label { display: flex; gap: 10px; align-items: center; min-block-size: 44px }
  .lines { display: grid; min-inline-size: 0; overflow-wrap: anywhere }
  .acts { display: flex; flex-wrap: wrap; gap: 8px }
`;

/** Finds people by the numbers of a file or a list: looked at first, then asked for, then taken back if wanted. */
class ImportContacts extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    step: { state: true },
    busy: { state: true },
    failure: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare step: Step;
  declare busy: boolean;
  declare failure: string | null;
  readonly #left = new Set<number>();

  constructor() {
    super();
    this.step = { at: 'choose' };
    this.busy = false;
    this.failure = null;
  }

  #read(text: string): void {
    const { t } = this.shell.words;
    const people = readContacts(text);
    if (people.length === 0) return void (this.failure = t('phones.none'));
    this.failure = people.length > MAX_IMPORT ? t('phones.tooMany', { count: MAX_IMPORT }) : null;
    this.#left.clear();
    this.step = { at: 'look', people: people.slice(0, MAX_IMPORT) };
  }

  #chosen = async (event: Event): Promise<void> => {
    const input = event.target as HTMLInputElement;
    const [file] = input.files ?? [];
    if (file === undefined) return;
    input.value = '';
    if (file.size > MAX_FILE_BYTES) return void (this.failure = this.shell.words.t('phones.tooBig'));
    this.#read(await file.text());
  };

  #typed = (event: SubmitEvent): void => {
    event.preventDefault();
    this.#read(this.renderRoot.querySelector('textarea')?.value ?? '');
  };

  async #do(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    [this.busy, this.failure] = [true, null];
    try {
      await act();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    this.busy = false;
  }

  #add = (people: readonly ListedPerson[]): void =>
    void this.#do(async () => {
      const { client } = this.shell;
      const contacts = people
        .filter((_, index) => !this.#left.has(index))
        .map(({ phone, name }) => ({ phone: plainPhone(phone), ...(name !== undefined && { name }) }));
      if (contacts.length === 0) return void (this.failure = this.shell.words.t('phones.noneChosen'));
      // Who was a contact before is not taken away by undoing.
      const before = await this.#contacts();
      const { found } = await client.call('contacts.import', { contacts });
      const all = [...new Map(found.map(({ contact }) => [contact.account.accountId, contact])).values()];
      const added = all.filter(({ account }) => !before.has(account.accountId));
      const named = all.flatMap(({ account: { accountId }, name }) =>
        name !== undefined && before.has(accountId) && before.get(accountId) === undefined ? [accountId] : [],
      );
      this.step = { at: 'done', added, named, asked: contacts.length };
    });

  /** Own names of all contacts. */
  async #contacts(): Promise<ReadonlyMap<AccountId, string | undefined>> {
    const names = new Map<AccountId, string | undefined>();
    let cursor: string | undefined;
    do {
      const page = await this.shell.client.call('contacts.list', { limit: 200, ...(cursor && { cursor }) });
      for (const { account, name } of page.contacts) names.set(account.accountId, name);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return names;
  }

  #undo = ({ added, named }: Extract<Step, { at: 'done' }>): void =>
    void this.#do(async () => {
      const { client, notices, words } = this.shell;
      for (const { account } of added)
        await patiently(() => client.call('contacts.remove', { accountId: account.accountId }));
      for (const accountId of named) await patiently(() => client.call('contacts.add', { accountId }));
      this.step = { at: 'choose' };
      notices.show(words.t('phones.undone'));
    });

  #leave(index: number, event: Event): void {
    if ((event.target as HTMLInputElement).checked) this.#left.delete(index);
    else this.#left.add(index);
  }

  #choose() {
    const { t } = this.shell.words;
    return html`<p class="soft">${t('phones.about')}</p>
      <div class="acts">
        <button class="button" @click=${chooseFile}>${t('phones.file')}</button>
        <input
          type="file"
          accept=".vcf,.csv,.txt,text/vcard"
          hidden
          aria-label=${t('phones.file')}
          @change=${this.#chosen}
        />
      </div>
      <form novalidate @submit=${this.#typed}>
        <div class="field">
          <label for="list">${t('phones.list')}</label>
          <textarea id="list" class="input" aria-describedby="list-hint"></textarea>
          <p class="hint" id="list-hint">${t('phones.listHint')}</p>
        </div>
        <button class="button" data-kind="primary">${t('phones.look')}</button>
      </form>`;
  }

  #look(people: readonly ListedPerson[]) {
    const { t } = this.shell.words;
    return html`<p>${t('phones.count', { count: people.length })}</p>
      <ul class="people" aria-label=${t('phones.people')} tabindex="0">
        ${people.slice(0, SHOWN).map(
          ({ phone, name }, index) =>
            html`<li>
              <label>
                <input type="checkbox" checked @change=${(event: Event) => this.#leave(index, event)} />
                <span class="lines">
                  ${name === undefined ? nothing : html`<bdi>${name}</bdi>`}
                  <span class="soft">${readablePhone(plainPhone(phone))}</span>
                </span>
              </label>
            </li>`,
        )}
      </ul>
      ${people.length > SHOWN ? html`<p class="soft">${t('phones.more', { count: people.length - SHOWN })}</p>` : nothing}
      <div class="acts">
        <button class="button" data-kind="primary" aria-disabled=${this.busy} @click=${() => this.#add(people)}>
          ${t('phones.add')}
        </button>
        <button class="button" @click=${() => (this.step = { at: 'choose' })}>${t('action.cancel')}</button>
      </div>`;
  }

  #done(step: Extract<Step, { at: 'done' }>) {
    const { t } = this.shell.words;
    const { added, named, asked } = step;
    return html`<p role="status">
        ${added.length === 0 ? t('phones.nobody') : t('phones.added', { count: added.length, all: asked })}
      </p>
      <ul class="people" aria-label=${t('page.contacts')} tabindex="0">
        ${added.map(
          ({ account, name }) =>
            html`<li class="row">
              ${avatar(account.accountId, name ?? account.name, account.photoId)}
              <span class="row-text"><bdi class="name cut">${name ?? account.name}</bdi></span>
            </li>`,
        )}
      </ul>
      <div class="acts">
        <button class="button" data-kind="primary" @click=${() => this.dispatchEvent(new Event('close'))}>
          ${t('phones.ready')}
        </button>
        ${
          added.length + named.length === 0
            ? nothing
            : html`<button class="button" aria-disabled=${this.busy} @click=${() => this.#undo(step)}>
                ${t('phones.undo')}
              </button>`
        }
      </div>`;
  }

  override render() {
    const { step, failure, busy } = this;
    return html`<div class="steps" aria-busy=${busy}>
      ${failure === null ? nothing : html`<p class="error" role="alert">${failure}</p>`}
      ${step.at === 'choose' ? this.#choose() : step.at === 'look' ? this.#look(step.people) : this.#done(step)}
    </div>`;
  }
}

/** A long list meets the limit of the server, and waits. */
async function patiently(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof VecheError) || error.code !== 'rate_limited') throw error;
    await new Promise((resolve) => setTimeout(resolve, (error.retryAfterSeconds ?? 1) * 1000));
    await patiently(act);
  }
}

function chooseFile({ currentTarget }: Event): void {
  ((currentTarget as HTMLElement).nextElementSibling as HTMLInputElement).click();
}

customElements.define('veche-import-contacts', ImportContacts);
