import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { controlStyles, ShellElement } from '../../../parts/element.ts';
import type { OpenChat } from '../open-chat.ts';
import { createCommandSource } from './command-offers.ts';
import { createInlineSource } from './inline-offers.ts';
import { keyboardPanel } from './keyboard.ts';
import { createMentionSource } from './mention-offers.ts';
import type { Offer, Offered, OfferSource } from './offers.ts';
import styles from './rich.css?inline';

/**
 * What stands over the field: a list of what may be meant, people after an @, commands after a /, where arrows choose
 * and Enter or Tab takes; and the keys of a bot.
 */
export class OfferList extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    chat: { attribute: false },
    area: { attribute: false },
    offered: { state: true },
    at: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare chat: OpenChat;
  declare area: HTMLTextAreaElement;
  declare offered: Offered | null;
  declare at: number;
  readonly #commands = createCommandSource();
  readonly #sources: readonly OfferSource[] = [createMentionSource(), this.#commands, createInlineSource()];
  /** Counts what was asked, so that an answer that came late is passed over. */
  #asked = 0;

  constructor() {
    super();
    this.offered = null;
    this.at = 0;
  }

  /** Call when the text or the caret has moved. */
  async look(): Promise<void> {
    const asked = ++this.#asked;
    // What was given before there was code for this element is taken up by its first drawing.
    await this.updateComplete;
    let found: Offered | null = null;
    const show = (later: Offered | null) => {
      if (asked === this.#asked) this.#show(later);
    };
    for (const source of this.#sources) found ??= await source.offer(this.chat, this.area, show);
    if (asked === this.#asked) this.#show(found);
  }

  /** Opens or closes the list of all commands. */
  async toggleCommands(): Promise<void> {
    if (this.offered !== null) return this.hide();
    const asked = ++this.#asked;
    const found = await this.#commands.offerAll?.(this.chat, this.area);
    if (asked !== this.#asked) return;
    this.#show(found ?? null);
    this.area.focus();
  }

  #show(offered: Offered | null): void {
    const isSomething = offered !== null && (offered.offers.length > 0 || offered.note !== undefined);
    // What was chosen stays chosen while more comes after it.
    const isLonger = isSomething && this.offered?.label === offered.label && this.offered.offers.length > 1;
    this.offered = isSomething ? offered : null;
    this.at = isLonger ? Math.min(this.at, Math.max(0, offered.offers.length - 1)) : 0;
  }

  hide(): void {
    this.#asked += 1;
    this.offered = null;
  }

  /** Whether the key was meant for the list. */
  key(event: KeyboardEvent): boolean {
    const offers = this.offered?.offers ?? [];
    const chosen = offers[this.at];
    if (chosen === undefined) return this.offered !== null && this.#keyWithoutOffers(event);
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move !== undefined) this.at = (this.at + move + offers.length) % offers.length;
    else if (event.key === 'Enter' && chosen.isTyped === true) {
      this.hide();
      return false;
    } else if (event.key === 'Enter' || event.key === 'Tab') this.#take(chosen);
    else if (event.key === 'Escape') this.hide();
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  /** Nothing is sent while a bot is asked; Escape stops waiting. */
  #keyWithoutOffers(event: KeyboardEvent): boolean {
    const isMeant = event.key === 'Escape' || (event.key === 'Enter' && this.offered?.isWaiting === true);
    if (!isMeant) return false;
    if (event.key === 'Escape') this.hide();
    event.preventDefault();
    event.stopPropagation();
    return true;
  }

  #take(offer: Offer): void {
    if (offer.staysOpen !== true) this.hide();
    offer.take();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (changed.has('at'))
      this.renderRoot.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }

  override render() {
    // The region is there before its words, or they are not read out.
    return html`${this.offered === null ? nothing : this.#list(this.offered)} ${keyboardPanel(this.chat)}
      <div class="unseen" role="status">${this.#said()}</div>`;
  }

  #said(): string {
    const offer = this.offered?.offers[this.at];
    if (offer === undefined) return this.offered?.note ?? '';
    const { length } = this.offered?.offers ?? [];
    return this.shell.words.t('offers.at', { said: offer.said, number: this.at + 1, length: length ?? 0 });
  }

  #list({ label, offers, note }: Offered) {
    if (offers.length === 0) return html`<p class="offered soft" aria-hidden="true">${note}</p>`;
    return html`<ul class="offered" role="listbox" aria-label=${label}>
      ${offers.map(
        (offer, index) =>
          html`<li
            class="row"
            role="option"
            aria-selected=${index === this.at}
            @pointerdown=${(event: Event) => event.preventDefault()}
            @click=${() => this.#take(offer)}
          >
            ${offer.draw()}
          </li>`,
      )}
    </ul>`;
  }
}

customElements.define('veche-offers', OfferList);
