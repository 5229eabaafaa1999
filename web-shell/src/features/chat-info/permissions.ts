import { html, type PropertyValues, unsafeCSS } from 'lit';
import type { Permission } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { pageStyles } from '../../parts/page.ts';
import toggleStyles from '../../parts/toggle.css?inline';
import { attempt } from '../../state/attempt.ts';
import type { ChatRow } from '../../sync/client.ts';
import { permissionsIn } from './permission-list.ts';
import styles from './permissions.css?inline';

const SLOW_SECONDS = [10, 30, 60, 300, 900, 3600] as const;

/** What all members of a group may do, and how often they may write. Each change counts at once. */
class Permissions extends ShellElement {
  static override properties = { ...ShellElement.properties, row: { attribute: false }, pending: { state: true } };
  static override styles = [...pageStyles, unsafeCSS(toggleStyles), unsafeCSS(styles)];

  declare row: ChatRow;
  /** How many changes are on their way. */
  declare pending: number;
  /** What was asked for last, until it is told back: the next change builds upon it. */
  #wanted: Permission[] | null = null;
  /** Changes are told one after another: each says the whole set, and the last one stays. */
  #told: Promise<unknown> = Promise.resolve();

  constructor() {
    super();
    this.pending = 0;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    super.willUpdate(changed);
    const before = changed.get('row');
    if (before === undefined) return;
    // While changes are on their way, the row may tell of an earlier one.
    if (this.pending === 0 || before.chatId !== this.row.chatId) this.#wanted = null;
  }

  /** Whether it was done. */
  async #change(set: {
    permissions?: Permission[];
    slowModeSeconds?: (typeof SLOW_SECONDS)[number] | null;
  }): Promise<boolean> {
    const { chatId } = this.row;
    this.pending += 1;
    const { shell } = this;
    const done = this.#told.then(() => attempt(shell, () => shell.client.call('chats.update', { chatId, ...set })));
    this.#told = done;
    const isDone = await done;
    this.pending -= 1;
    return isDone;
  }

  #toggle(permission: Permission) {
    const { t } = this.shell.words;
    const isOn = this.row.permissions?.includes(permission) === true;
    const press = async (event: Event) => {
      const field = event.target as HTMLInputElement;
      const others = (this.#wanted ?? this.row.permissions ?? []).filter((one) => one !== permission);
      this.#wanted = field.checked ? [...others, permission] : others;
      // The field shows what is true, whatever was pressed.
      field.checked = isOn;
      if (!(await this.#change({ permissions: this.#wanted }))) this.#wanted = null;
    };
    return html`<label class="toggle">
      <input type="checkbox" role="switch" .checked=${isOn} aria-disabled=${this.pending > 0} @change=${press} />
      <span>${t(`permissions.${permission}`)}</span>
    </label>`;
  }

  #slow = async (event: Event): Promise<void> => {
    const field = event.target as HTMLSelectElement;
    const slowModeSeconds = SLOW_SECONDS.find((seconds) => `${seconds}` === field.value) ?? null;
    if (!(await this.#change({ slowModeSeconds }))) field.value = `${this.row.slowModeSeconds ?? ''}`;
  };

  override render() {
    const { t } = this.shell.words;
    const { slowModeSeconds } = this.row;
    return html`<p class="soft">${t('permissions.lead')}</p>
      <div class="card" role="group" aria-label=${t('permissions.title')}>
        ${permissionsIn(this.row).map((permission) => this.#toggle(permission))}
      </div>
      <div class="field">
        <label for="slow">${t('permissions.slow')}</label>
        <select class="input" id="slow" aria-describedby="slow-hint" @change=${this.#slow}>
          <option value="" ?selected=${slowModeSeconds === undefined}>${t('permissions.slowOff')}</option>
          ${SLOW_SECONDS.map(
            (seconds) =>
              html`<option value=${seconds} ?selected=${slowModeSeconds === seconds}>
                ${t(`permissions.slow.${seconds}`)}
              </option>`,
          )}
        </select>
        <p class="hint" id="slow-hint">${t('permissions.slowHint')}</p>
      </div>`;
  }
}

customElements.define('veche-permissions', Permissions);
