import { html, nothing, unsafeCSS } from 'lit';
import type { Member } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles } from '../../parts/page.ts';
import toggleStyles from '../../parts/toggle.css?inline';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import type { ChatRow } from '../../sync/client.ts';
import type { Members } from './members.ts';
import styles from './permissions.css?inline';

interface Choice<Name> {
  readonly name: Name;
  readonly label: string;
  /** Why it cannot be chosen. */
  readonly locked?: string;
}

/** One by one, what a member may do that others may not, or may not do that others may: kept all at once. */
export abstract class MemberChoices<Name extends string> extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    row: { attribute: false },
    member: { attribute: false },
    members: { attribute: false },
    chosen: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(toggleStyles), unsafeCSS(styles)];

  declare row: ChatRow;
  declare member: Member;
  declare members: Members;
  /** Null before the first drawing. */
  declare chosen: ReadonlySet<Name> | null;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.chosen = null;
    this.failure = null;
    this.busy = false;
  }

  protected abstract atFirst(): readonly Name[];
  protected abstract choices(): readonly Choice<Name>[];
  /** Does what was chosen; answers how it is taken back, or what is missing. */
  protected abstract keep(chosen: ReadonlySet<Name>): Promise<(() => Promise<unknown>) | string>;
  protected abstract said(): { lead: string; save: string; kept: string };
  protected abstract further(): unknown;

  protected get place() {
    return { chatId: this.row.chatId, accountId: this.member.account.accountId };
  }

  override willUpdate(): void {
    this.chosen ??= new Set(this.atFirst());
  }

  #toggle({ name, label, locked }: Choice<Name>) {
    const press = (event: Event) => {
      const next = new Set(this.chosen);
      if ((event.target as HTMLInputElement).checked) next.add(name);
      else next.delete(name);
      this.chosen = next;
    };
    return html`<label class="toggle">
      <input
        type="checkbox"
        role="switch"
        .checked=${this.chosen?.has(name) === true}
        ?disabled=${locked !== undefined}
        @change=${press}
      />
      <span>${label}${locked === undefined ? nothing : html`<span class="hint">${locked}</span>`}</span>
    </label>`;
  }

  #save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (this.busy || this.chosen === null) return;
    const { shell, members } = this;
    const { t } = shell.words;
    [this.busy, this.failure] = [true, null];
    try {
      const undo = await this.keep(this.chosen);
      if (typeof undo === 'string') this.failure = undo;
      else {
        const back = () => void attempt(shell, undo).then(() => members.load());
        shell.notices.show(this.said().kept, { label: t('action.undo'), run: back });
        void members.load();
        this.dispatchEvent(new Event('done'));
      }
    } catch (error) {
      this.failure = errorWords(shell.words, error);
    }
    this.busy = false;
  };

  override render() {
    const { lead, save } = this.said();
    return html`<form novalidate @submit=${this.#save}>
      <p class="soft">${lead}</p>
      <div class="card" role="group" aria-label=${lead}>${this.choices().map((choice) => this.#toggle(choice))}</div>
      ${this.further()} ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      <button class="button" data-kind="primary" aria-disabled=${this.busy}>${save}</button>
    </form>`;
  }
}
