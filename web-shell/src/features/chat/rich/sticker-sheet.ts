import { html, type TemplateResult, unsafeCSS } from 'lit';
import type { StickerPack } from '@veche/contract';
import { controlStyles } from '../../../parts/element.ts';
import { errorWords } from '../../../state/error-words.ts';
import { topicOf } from '../topic-of.ts';
import { PagedSheet } from './paged-sheet.ts';
import { stickerGrid } from './sticker-grid.ts';
import styles from './stickers.css?inline';

/** Chooses a sticker of an installed pack and sends it; says `sent` when it is, and the sheet is gone. */
class StickerSheet extends PagedSheet<StickerPack> {
  static override styles = [controlStyles, unsafeCSS(styles)];

  #isBusy = false;
  #isSent = false;
  /** One id for all tries of one sticker: a repeat after a lost answer sends nothing twice. */
  #tried = { sticker: '', clientId: '' };

  protected override async read(cursor: string | undefined) {
    const { packs, nextCursor } = await this.shell.client.call('stickers.listPacks', cursor ? { cursor } : {});
    return { items: packs, nextCursor };
  }

  protected override heading(): string {
    return this.shell.words.t('sticker.title');
  }

  protected override nothingHere(): string {
    return this.shell.words.t('sticker.none');
  }

  protected override foot(): TemplateResult {
    return html`<button class="button" data-kind="quiet" @click=${() => void this.#makeOwn()}>
      ${this.shell.words.t('packs.title')}
    </button>`;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.#isSent) this.dispatchEvent(new Event('sent'));
  }

  async #makeOwn(): Promise<void> {
    await import('./own-packs.ts');
    const close = () => (this.chat.sheet.value = null);
    this.chat.sheet.value = html`<veche-own-packs .shell=${this.shell} @close=${close}></veche-own-packs>`;
  }

  protected override draw(pack: StickerPack): TemplateResult {
    const { t } = this.shell.words;
    return html`<section class="pack">
      <h3 dir="auto">${pack.title}</h3>
      ${
        pack.stickers.length === 0
          ? html`<p class="soft">${t('sticker.emptyPack')}</p>`
          : stickerGrid(this.shell, pack, ({ stickerId }) => void this.#send(pack, stickerId))
      }
    </section>`;
  }

  async #send({ packId }: StickerPack, stickerId: number): Promise<void> {
    if (this.#isBusy) return;
    const { chatId, replyTo } = this.chat;
    const answered = replyTo.peek();
    const sticker = `${packId} ${stickerId}`;
    if (this.#tried.sticker !== sticker) this.#tried = { sticker, clientId: crypto.randomUUID() };
    this.#isBusy = true;
    try {
      await this.shell.client.call('messages.send', {
        chatId,
        clientId: this.#tried.clientId,
        sticker: { packId, stickerId },
        ...(answered !== null && { replyTo: answered.messageId }),
        ...topicOf(this.chat),
      });
      replyTo.value = null;
      this.#isSent = true;
      this.close();
    } catch (error) {
      this.failure = errorWords(this.shell.words, error);
    } finally {
      this.#isBusy = false;
    }
  }
}

customElements.define('veche-stickers', StickerSheet);
