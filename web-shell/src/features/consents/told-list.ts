import { html, nothing } from 'lit';
import type { AppNotification } from '@veche/contract';
import { ShellElement } from '../../parts/element.ts';
import { followOwn } from '../../parts/follow-own.ts';
import { none, pagedList, pageStyles } from '../../parts/page.ts';
import { createPaged, type Paged } from '../../state/paged.ts';
import { consentStyles } from './styles.ts';

/** What apps told the person outside of their windows, the newest first. */
class ToldList extends ShellElement {
  static override styles = [...pageStyles, consentStyles];
  #told: Paged<AppNotification> | null = null;

  constructor() {
    super();
    followOwn(this, 'notified', () => void this.#told?.again());
  }

  override willUpdate(): void {
    if (this.#told !== null) return;
    this.#told = createPaged(this.shell, async (from) => {
      const { notifications, nextCursor } = await this.shell.client.call('appNotifications.list', { ...from });
      return { items: notifications, nextCursor };
    });
    void this.#told.load();
  }

  override render() {
    const { t, dates, language } = this.shell.words;
    if (this.#told === null) return nothing;
    return pagedList(this.shell, this.#told, {
      label: t('consents.told'),
      empty: none(t('consents.noTold')),
      item: ({ app, text, at }) =>
        html`<li>
          <div class="use">
            <span><bdi>${app.name[language.value]}</bdi></span>
            <strong><bdi>${text[language.value]}</bdi></strong>
            <time class="soft" datetime=${at}>${dates.full(at)}</time>
          </div>
        </li>`,
    });
  }
}

customElements.define('veche-told', ToldList);
