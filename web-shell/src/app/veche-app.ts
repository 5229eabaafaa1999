import { html, nothing, unsafeCSS } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import { controlStyles, ShellElement } from '../parts/element.ts';
import { mark } from '../parts/mark.ts';
import '../parts/notices.ts';
import '../features/chat-list/chat-list.ts';
import '../features/chat/chat-page.ts';
import { need } from './lazy.ts';
import { grip } from './list-grip.ts';
import { bar } from './section-bar.ts';
import { settingsPage } from './settings-pages.ts';
import { followShortcuts } from './shortcuts.ts';
import styles from './veche-app.css?inline';

/** The frame of the shell: sections, list, main pane and panel, chosen by the address. */
export class VecheApp extends ShellElement {
  static override properties = { ...ShellElement.properties, listWidth: { state: true } };
  static override isBig = true;
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare listWidth: number | undefined;
  #stopShortcuts: (() => void) | null = null;
  #hasApps = false;
  #hasList = false;
  /** Wide enough for the list and what is chosen in it to stand side by side. */
  #isWide = matchMedia('(min-width: 925px)');

  override connectedCallback(): void {
    super.connectedCallback();
    this.#isWide.addEventListener('change', this.#widthChanged);
  }

  override willUpdate(): void {
    this.listWidth ??= this.shell.preferences.readListWidth();
  }

  override firstUpdated(): void {
    // Asked for again by whatever needs them.
    this.shell.words.forPages().catch(() => undefined);
    this.#stopShortcuts = followShortcuts(this.shell, this.renderRoot as ShadowRoot);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#isWide.removeEventListener('change', this.#widthChanged);
    this.#stopShortcuts?.();
  }

  #widthChanged = (): void => this.requestUpdate();

  #resize = (width: number, done: boolean): void => {
    this.listWidth = width;
    if (done) this.shell.preferences.keepListWidth(width);
  };

  #main() {
    const { words, router } = this.shell;
    const { section, page, chatId, topicId } = router.place.value;
    if (page !== null) return settingsPage(this.shell, page);
    if (section === 'settings') {
      need(this.shell, 'settings');
      return html`<veche-settings .shell=${this.shell}></veche-settings>`;
    }
    if (section === 'parts') {
      need(this.shell, 'parts');
      return html`<veche-parts .shell=${this.shell}></veche-parts>`;
    }
    if (section === 'moderation') {
      need(this.shell, 'moderation');
      return html`<veche-moderation .shell=${this.shell}></veche-moderation>`;
    }
    if (section === 'apps') {
      need(this.shell, 'apps');
      return html`<veche-apps .shell=${this.shell}></veche-apps>`;
    }
    if (section === 'unknown') {
      return html`<div class="empty">
        ${emptyMark()}
        <p>${words.t('app.notFound')}</p>
        <a class="button" href="/c">${words.t('chat.toList')}</a>
      </div>`;
    }
    if (chatId === null)
      return html`<div class="empty">
        ${emptyMark()}
        <p>${words.t('chats.choose')}</p>
      </div>`;
    return keyed(
      `${chatId} ${topicId}`,
      html`<veche-chat .shell=${this.shell} .chatId=${chatId} .topicId=${topicId ?? undefined}></veche-chat>`,
    );
  }

  #panel() {
    const { words, router } = this.shell;
    const { info, panel, chatId } = router.place.value;
    if (!info || chatId === null) return nothing;
    need(this.shell, 'chatInfo');
    if (panel !== null && panel !== 'info') need(this.shell, panel === 'media' ? 'media' : 'moderation');
    return html`<aside class="panel" data-region tabindex="-1" aria-label=${words.t('chat.info')}>
      ${keyed(chatId, html`<veche-chat-info .shell=${this.shell} .chatId=${chatId}></veche-chat-info>`)}
    </aside>`;
  }

  /** Apps go on wherever one goes: once one was opened, their place stays. */
  #apps() {
    this.#hasApps ||= this.shell.router.place.value.run !== null;
    if (!this.#hasApps) return nothing;
    need(this.shell, 'miniApp');
    return html`<veche-app-windows .shell=${this.shell}></veche-app-windows>`;
  }

  #report() {
    const { report, chatId } = this.shell.router.place.value;
    if (report === null || chatId === null) return nothing;
    need(this.shell, 'moderation');
    return html`<veche-report .shell=${this.shell} .chatId=${chatId} .reported=${report}></veche-report>`;
  }

  #join() {
    const { join, isSharing } = this.shell.router.place.value;
    if (isSharing) {
      need(this.shell, 'share');
      return html`<veche-share .shell=${this.shell}></veche-share>`;
    }
    if (join === null) return nothing;
    need(this.shell, 'join');
    return keyed(join, html`<veche-join .shell=${this.shell} .token=${join}></veche-join>`);
  }

  #frame() {
    const { words, router } = this.shell;
    const { section, chatId, info } = router.place.value;
    const inChats = section === 'chats' || section === 'home';
    // Alone on the screen, the list is the main thing.
    const isListAlone = inChats && chatId === null && !this.#isWide.matches;
    // Behind a chat that fills the screen it can wait until one goes back to it.
    this.#hasList ||= isListAlone || this.#isWide.matches;
    return html`<div
      class="shell"
      data-section=${inChats ? 'chats' : section}
      data-view=${inChats && chatId === null ? 'list' : 'main'}
      ?data-chat=${chatId !== null}
      ?data-panel=${info && chatId !== null}
      .style=${`--list-width: ${this.listWidth}px`}
    >
      ${bar(this.shell)}
      <section
        class="list"
        data-region
        tabindex="-1"
        role=${isListAlone ? 'main' : nothing}
        aria-label=${words.t('chats.title')}
      >
        ${this.#hasList ? html`<veche-chat-list .shell=${this.shell}></veche-chat-list>` : nothing}
        ${grip(words, this.listWidth ?? 0, this.#resize)}
      </section>
      <main class="main" data-region tabindex="-1">${this.#main()}</main>
      ${this.#panel()} ${this.#apps()} ${this.#join()} ${this.#report()}
    </div>`;
  }

  override render() {
    const status = this.shell.client.status.value;
    const signingIn = status === 'signedOut' || this.shell.router.place.value.section === 'signIn';
    if (status === 'starting') return html`<slot></slot>`;
    if (signingIn) need(this.shell, 'signIn');
    return html`${signingIn ? html`<veche-sign-in .shell=${this.shell}></veche-sign-in>` : this.#frame()}
      <veche-notices .shell=${this.shell}></veche-notices>`;
  }
}

function emptyMark() {
  return html`<span class="drawing">${mark()}</span>`;
}
