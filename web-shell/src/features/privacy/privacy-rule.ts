import { html, nothing, unsafeCSS } from 'lit';
import type { Account, AccountId, privacy } from '@veche/contract';
import userPlus from 'lucide-static/icons/user-plus.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import type { PersonChosen } from '../../parts/people-finder.ts';
import '../../parts/people-finder.ts';
import { errorWords } from '../../state/error-words.ts';
import styles from './privacy-rule.css?inline';

type Subject = privacy.PrivacySubject;
type Rule = privacy.PrivacyRule;
type Side = 'allowedIds' | 'deniedIds';

/** Event of a rule that the server has taken. */
export class RuleChanged extends Event {
  readonly subject: Subject;
  readonly rule: Rule;
  /** New people of its exceptions. */
  readonly accounts: readonly Account[];

  constructor(subject: Subject, rule: Rule, accounts: readonly Account[]) {
    super('rulechange');
    this.subject = subject;
    this.rule = rule;
    this.accounts = accounts;
  }
}

/** One rule: for whom, and who is an exception. Every change is kept at once. */
class PrivacyRuleForm extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    subject: { attribute: false },
    rule: { attribute: false },
    people: { attribute: false },
    adding: { state: true },
    failure: { state: true },
    busy: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare subject: Subject;
  declare rule: Rule;
  declare people: ReadonlyMap<number, Account>;
  /** The side of exceptions that somebody is looked for. */
  declare adding: Side | null;
  declare failure: string | null;
  declare busy: boolean;

  constructor() {
    super();
    this.adding = null;
    this.failure = null;
    this.busy = false;
  }

  async #set(change: Partial<Rule>, accounts: readonly Account[] = []): Promise<void> {
    if (this.busy) return;
    [this.busy, this.failure] = [true, null];
    try {
      const { subject } = this;
      const { rule } = await this.shell.client.call('privacy.set', { subject, ...this.rule, ...change });
      this.dispatchEvent(new RuleChanged(subject, rule, accounts));
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
    this.busy = false;
  }

  #add = async ({ account }: PersonChosen): Promise<void> => {
    const side = this.adding;
    if (side === null) return;
    this.adding = null;
    const other: Side = side === 'allowedIds' ? 'deniedIds' : 'allowedIds';
    const without = (ids: readonly AccountId[]) => ids.filter((id) => id !== account.accountId);
    await this.#set({ [side]: [...without(this.rule[side]), account.accountId], [other]: without(this.rule[other]) }, [
      account,
    ]);
  };

  #audience(value: privacy.Audience) {
    const { t } = this.shell.words;
    return html`<label class="choice">
      <input
        type="radio"
        name="audience"
        .checked=${this.rule.audience === value}
        ?disabled=${this.busy && this.rule.audience !== value}
        @change=${() => void this.#set({ audience: value })}
      />
      <span>${t(`privacy.${value}`)}</span>
    </label>`;
  }

  #exception(side: Side, accountId: AccountId) {
    const { t } = this.shell.words;
    const name = this.people.get(accountId)?.name ?? t('people.someone');
    const label = t('privacy.removeException', { name });
    return html`<li>
      <div class="row">
        ${avatar(accountId, name, this.people.get(accountId)?.photoId)}<span class="row-text cut"
          ><bdi>${name}</bdi></span
        >
      </div>
      <button
        class="icon-button"
        aria-label=${label}
        title=${label}
        @click=${() => void this.#set({ [side]: this.rule[side].filter((id) => id !== accountId) })}
      >
        ${icon(x)}
      </button>
    </li>`;
  }

  #side(side: Side) {
    const { t } = this.shell.words;
    return html`<section aria-labelledby=${side}>
      <h3 id=${side}>${t(side === 'allowedIds' ? 'privacy.allowed' : 'privacy.denied')}</h3>
      <ul>
        ${this.rule[side].map((accountId) => this.#exception(side, accountId))}
      </ul>
      <button class="button" data-kind="quiet" @click=${() => (this.adding = side)}>
        ${icon(userPlus)}${t(side === 'allowedIds' ? 'privacy.addAllowed' : 'privacy.addDenied')}
      </button>
    </section>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { subject, rule } = this;
    if (this.adding !== null)
      return html`<veche-people-finder .shell=${this.shell} @choose=${this.#add}></veche-people-finder>
        <button class="button" @click=${() => (this.adding = null)}>${t('action.back')}</button>`;
    const hasExceptions = subject !== 'readReceipts';
    return html`<p class="soft">${t(`privacy.${subject}Hint`)}</p>
      <div class="choices" role="radiogroup" aria-label=${t(`privacy.${subject}`)}>
        ${this.#audience('everyone')} ${hasExceptions ? this.#audience('contacts') : nothing}
        ${this.#audience('nobody')}
      </div>
      ${this.failure === null ? nothing : html`<p class="error" role="alert">${this.failure}</p>`}
      ${hasExceptions && rule.audience !== 'everyone' ? this.#side('allowedIds') : nothing}
      ${hasExceptions && rule.audience !== 'nobody' ? this.#side('deniedIds') : nothing}`;
  }
}

customElements.define('veche-privacy-rule', PrivacyRuleForm);
