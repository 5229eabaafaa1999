import { html, nothing, unsafeCSS } from 'lit';
import type { Account, OutputOf, privacy } from '@veche/contract';
import chevron from 'lucide-static/icons/chevron-right.svg?raw';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { icon } from '../../parts/icon.ts';
import { pageHead, pageStyles, problem, waiting } from '../../parts/page.ts';
import '../../parts/sheet.ts';
import toggleStyles from '../../parts/toggle.css?inline';
import { attempt } from '../../state/attempt.ts';
import { errorWords } from '../../state/error-words.ts';
import './privacy-rule.ts';
import type { RuleChanged } from './privacy-rule.ts';

type Subject = privacy.PrivacySubject;
type Answer = OutputOf<typeof privacy.privacyMethods.get>;

/** In the order of how often they are asked for. */
const subjects: readonly Subject[] = [
  'lastSeen',
  'profilePhoto',
  'calls',
  'addToChats',
  'forwards',
  'phoneNumber',
  'readReceipts',
];

/** What others may know of the person and do to them. */
class PrivacyPage extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    rules: { state: true },
    open: { state: true },
    failure: { state: true },
    hidesAddress: { state: true },
  };
  static override styles = [...pageStyles, unsafeCSS(toggleStyles)];

  declare rules: Answer['rules'] | null;
  declare open: Subject | null;
  declare failure: string | null;
  /** Whether calls go by a relay; null: there is none. */
  declare hidesAddress: boolean | null;
  /** Those whom exceptions name. */
  #people = new Map<number, Account>();

  constructor() {
    super();
    this.rules = null;
    this.open = null;
    this.failure = null;
    this.hidesAddress = null;
    followOwn(this, 'privacy', () => void this.#load());
  }

  override firstUpdated(): void {
    void this.#load();
  }

  async #load(): Promise<void> {
    this.failure = null;
    try {
      const { client } = this.shell;
      const [{ rules, accounts }, calls] = await Promise.all([
        client.call('privacy.get', {}),
        client.call('calls.getSettings', {}),
      ]);
      this.hidesAddress = calls.hasRelay ? calls.hidesAddress : null;
      for (const account of accounts) this.#people.set(account.accountId, account);
      this.rules = rules;
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    }
  }

  #changed = ({ subject, rule, accounts }: RuleChanged): void => {
    for (const account of accounts) this.#people.set(account.accountId, account);
    if (this.rules !== null) this.rules = { ...this.rules, [subject]: rule };
  };

  #hideAddress = async ({ currentTarget }: Event): Promise<void> => {
    const field = currentTarget as HTMLInputElement;
    const hidesAddress = field.checked;
    const isDone = await attempt(this.shell, () => this.shell.client.call('calls.setSettings', { hidesAddress }));
    if (isDone) this.hidesAddress = hidesAddress;
    else field.checked = !hidesAddress;
  };

  /** There is nothing to choose where the server has no relay. */
  #relay() {
    const { t } = this.shell.words;
    if (this.hidesAddress === null) return nothing;
    return html`<label class="toggle card">
      <input type="checkbox" role="switch" .checked=${this.hidesAddress} @change=${this.#hideAddress} />
      <span>${t('privacy.hidesAddress')}<span class="hint">${t('privacy.hidesAddressHint')}</span></span>
    </label>`;
  }

  #summary({ audience, allowedIds, deniedIds }: privacy.PrivacyRule): string {
    const { t } = this.shell.words;
    return [
      t(`privacy.${audience}`),
      audience === 'nobody' || deniedIds.length === 0 ? '' : t('privacy.except', { count: deniedIds.length }),
      audience === 'everyone' || allowedIds.length === 0 ? '' : t('privacy.plus', { count: allowedIds.length }),
    ]
      .filter((part) => part !== '')
      .join(' ');
  }

  #row(subject: Subject, rule: privacy.PrivacyRule) {
    const { t } = this.shell.words;
    return html`<li>
      <button class="row" aria-haspopup="dialog" @click=${() => (this.open = subject)}>
        <span class="row-text">
          <span class="name">${t(`privacy.${subject}`)}</span>
          <span class="soft">${this.#summary(rule)}</span>
        </span>
        ${icon(chevron)}
      </button>
    </li>`;
  }

  override render() {
    const { t } = this.shell.words;
    const { rules, open } = this;
    return html`<div class="page">
        ${pageHead(this.shell, t('page.privacy'))}
        <p class="soft">${t('privacy.lead')}</p>
        ${problem(this.shell, this.failure, () => void this.#load())}
        ${
          rules === null
            ? this.failure === null
              ? waiting(this.shell)
              : nothing
            : html`<ul class="card" aria-label=${t('page.privacy')}>
                  ${subjects.map((subject) => this.#row(subject, rules[subject]))}
                </ul>
                ${this.#relay()}`
        }
      </div>
      ${
        open === null || rules === null
          ? nothing
          : html`<veche-sheet .shell=${this.shell} .heading=${t(`privacy.${open}`)} @close=${() => (this.open = null)}>
              <veche-privacy-rule
                .shell=${this.shell}
                .subject=${open}
                .rule=${rules[open]}
                .people=${this.#people}
                @rulechange=${this.#changed}
              ></veche-privacy-rule>
            </veche-sheet>`
      }`;
  }
}

customElements.define('veche-privacy', PrivacyPage);
