import { html, type TemplateResult, unsafeCSS } from 'lit';
import type { OutputOf, versions } from '@veche/contract';
import { controlStyles } from '../../../parts/element.ts';
import type { MessageRow } from '../../../sync/client.ts';
import { formattedOver } from './formatted.ts';
import { PagedSheet } from './paged-sheet.ts';
import styles from './rich.css?inline';

type MessageVersion = OutputOf<typeof versions.versions>['versions'][number];

/** What an edited message said before, newest first. */
class VersionsSheet extends PagedSheet<MessageVersion> {
  static override properties = { ...PagedSheet.properties, message: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare message: MessageRow;

  protected override async read(cursor: string | undefined) {
    const { chatId, messageId } = this.message;
    const place = { chatId, messageId, ...(cursor === undefined ? {} : { cursor }) };
    const { versions, nextCursor } = await this.shell.client.call('messages.versions', place);
    return { items: versions, nextCursor };
  }

  protected override heading(): string {
    return this.shell.words.t('versions.title');
  }

  protected override nothingHere(): string {
    return this.shell.words.t('versions.none');
  }

  protected override draw(version: MessageVersion): TemplateResult {
    return html`<article class="version">
      <time class="soft" datetime=${version.at}>${this.shell.words.dates.full(version.at)}</time>
      <div class="said" dir="auto">${formattedOver(this.chat, version, `${this.message.key} ${version.at}`)}</div>
    </article>`;
  }
}

customElements.define('veche-versions', VersionsSheet);
