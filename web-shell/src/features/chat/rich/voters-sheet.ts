import { html, type TemplateResult, unsafeCSS } from 'lit';
import type { OutputOf, polls } from '@veche/contract';
import { avatar } from '../../../parts/avatar.ts';
import { controlStyles } from '../../../parts/element.ts';
import { accountOf, nameOf } from '../../../state/people.ts';
import type { MessageRow } from '../../../sync/client.ts';
import { PagedSheet } from './paged-sheet.ts';
import styles from './rich.css?inline';

type Voter = OutputOf<typeof polls.voters>['voters'][number];

/** Who voted for what in a public poll. */
class VotersSheet extends PagedSheet<Voter> {
  static override properties = { ...PagedSheet.properties, message: { attribute: false } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare message: MessageRow;

  protected override async read(cursor: string | undefined) {
    const { chatId, messageId } = this.message;
    const place = { chatId, messageId, ...(cursor === undefined ? {} : { cursor }) };
    const { voters, nextCursor } = await this.shell.client.call('polls.voters', place);
    return { items: voters, nextCursor };
  }

  protected override heading(): string {
    return this.shell.words.t('poll.voters');
  }

  protected override nothingHere(): string {
    return this.shell.words.t('poll.votes', { count: 0 });
  }

  protected override draw({ accountId, options }: Voter): TemplateResult {
    const name = nameOf(this.shell, accountId);
    const chosen = options.map((option) => this.message.poll?.options[option] ?? '');
    return html`<span class="row">
      ${avatar(accountId, name, accountOf(this.shell, accountId)?.photoId)}
      <span class="text"
        ><bdi class="name cut">${name}</bdi><span class="soft" dir="auto">${chosen.join(', ')}</span></span
      >
    </span>`;
  }
}

customElements.define('veche-voters', VotersSheet);
