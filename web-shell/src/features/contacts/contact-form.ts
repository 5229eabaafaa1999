import { html, nothing, unsafeCSS } from 'lit';
import type { Contact } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { errorWords } from '../../state/error-words.ts';

/** Adds a person by phone number or public name, or changes one's own name for a contact. Tells `saved`. */
class ContactForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    contact: { attribute: false },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [
    controlStyles,
    unsafeCSS('form { display: grid; gap: 16px } .button { justify-self: start }'),
  ];

  /** Null: a new one. */
  declare contact: Pick<Contact, 'account' | 'name'> | null;
  declare failure: { field: 'who' | 'name'; text: string } | null;
  declare busy: boolean;

  constructor() {
    super();
    this.contact = null;
    this.failure = null;
    this.busy = false;
  }

  override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  #value(id: string): string {
    return this.renderRoot.querySelector<HTMLInputElement>(`#${id}`)?.value.trim() ?? '';
  }

  #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy) return;
    const { client, words } = this.shell;
    const [who, name] = [this.#value('who'), this.#value('name')];
    [this.busy, this.failure] = [true, null];
    try {
      await client.call('contacts.add', { ...this.#target(who), ...(name === '' ? {} : { name }) });
      this.dispatchEvent(new Event('saved'));
    } catch (error) {
      const field = error instanceof VecheError && error.field === 'name' ? 'name' : 'who';
      const isUnknown =
        field === 'who' &&
        this.contact === null &&
        error instanceof VecheError &&
        ['not_found', 'invalid_input'].includes(error.code);
      this.failure = { field, text: isUnknown ? words.t('contacts.notFound') : errorWords(words, error) };
      this.renderRoot.querySelector<HTMLInputElement>(`#${field}`)?.focus();
    }
    this.busy = false;
  };

  #target(who: string) {
    if (this.contact !== null) return { accountId: this.contact.account.accountId };
    return /[a-z]/i.test(who) ? { username: who.replace(/^@/, '') } : { phone: who };
  }

  #field(id: 'who' | 'name', label: string, hint: string, value: string) {
    const wrong = this.failure !== null && (this.failure.field === id || this.contact !== null);
    return html`<div class="field">
      <label for=${id}>${label}</label>
      <input
        id=${id}
        .value=${value}
        maxlength="64"
        autocomplete="off"
        aria-invalid=${wrong}
        aria-describedby="${id}-hint ${id}-problem"
      />
      <p class="hint" id="${id}-hint">${hint}</p>
      ${wrong ? html`<p class="error" id="${id}-problem" role="alert">${this.failure?.text}</p>` : nothing}
    </div>`;
  }

  override render() {
    const { t } = this.shell.words;
    return html`<form novalidate @submit=${this.#save}>
      ${this.contact === null ? this.#field('who', t('contacts.who'), t('contacts.whoHint'), '') : nothing}
      ${this.#field('name', t('contacts.ownName'), t('contacts.ownNameHint'), this.contact?.name ?? '')}
      <button class="button" data-kind="primary" ?disabled=${this.busy}>${t('action.save')}</button>
    </form>`;
  }
}

customElements.define('veche-contact-form', ContactForm);
