import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { apps, ChatId, MainButton, OutputOf } from '@veche/contract';
import arrowLeft from 'lucide-static/icons/arrow-left.svg?raw';
import globe from 'lucide-static/icons/globe.svg?raw';
import rotate from 'lucide-static/icons/rotate-cw.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import { avatar } from '../../parts/avatar.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import { errorWords } from '../../state/error-words.ts';
import { openSite } from '../../state/open-site.ts';
import type { RunRequest } from '../../state/router.ts';
import { attachBridge, type AttachedBridge } from './bridge/attach.ts';
import styles from './mini-app-panel.css?inline';
import { readThemeColours } from './theme-colours.ts';

type Launch = OutputOf<typeof apps.launch>;
/** `slow`: nothing came within ten seconds; the app may still come. */
type Stage = 'launching' | 'loading' | 'slow' | 'ready' | 'failed';

const patienceMs = 10_000;
const noButton: MainButton = { isVisible: false, text: '', isEnabled: false, isBusy: false };

/** The frame of one mini-app: everything around the app's own page is drawn by the shell. */
class MiniAppPanel extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    run: { attribute: false },
    chatId: { attribute: false },
    launch: { state: true },
    stage: { state: true },
    failure: { state: true },
    mainButton: { state: true },
    hasBack: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare run: RunRequest;
  declare chatId: ChatId | null;
  declare launch: Launch | null;
  declare stage: Stage;
  declare failure: string;
  declare mainButton: MainButton;
  declare hasBack: boolean;
  #bridge: AttachedBridge | null = null;
  #attachedTo: Launch | null = null;
  #asksBeforeClosing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sizes: ResizeObserver | null = null;
  #scheme = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    super();
    this.launch = null;
    this.stage = 'launching';
    this.failure = '';
    this.mainButton = noButton;
    this.hasBack = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#scheme.addEventListener('change', this.#themeChanged);
  }

  override firstUpdated(): void {
    this.#sizes = new ResizeObserver(() => this.#bridge?.viewportChanged());
    this.#sizes.observe(this.renderRoot.querySelector('.frame')!);
    void this.#start();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scheme.removeEventListener('change', this.#themeChanged);
    this.#sizes?.disconnect();
    this.#end();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    if (this.launch !== null && this.launch !== this.#attachedTo) this.#attach(this.launch);
  }

  #themeChanged = (): void => this.#bridge?.themeChanged();

  #end(): void {
    clearTimeout(this.#timer);
    this.#bridge?.dispose();
    this.#bridge = null;
  }

  #start = async (): Promise<void> => {
    this.#end();
    [this.launch, this.stage, this.mainButton, this.hasBack] = [null, 'launching', noButton, false];
    this.#asksBeforeClosing = false;
    this.#timer = setTimeout(() => this.#late(), patienceMs);
    const { app, startParam, messageId } = this.run;
    try {
      this.launch = await this.shell.client.call('apps.launch', {
        app,
        language: this.shell.words.language.peek(),
        ...(this.chatId !== null && { chatId: this.chatId }),
        ...(this.chatId !== null && messageId !== null && { messageId: messageId }),
        ...(startParam !== null && { startParam }),
      });
      this.stage = 'loading';
    } catch (error) {
      clearTimeout(this.#timer);
      this.failure = errorWords(this.shell.words, error);
      this.stage = 'failed';
    }
  };

  #late(): void {
    if (this.stage === 'loading' || this.stage === 'launching') this.stage = 'slow';
  }

  #attach(launch: Launch): void {
    const iframe = this.renderRoot.querySelector('iframe');
    if (iframe === null) return;
    this.#attachedTo = launch;
    this.#bridge = attachBridge({
      iframe,
      launch,
      theme: () => readThemeColours(this.renderRoot.querySelector('.frame')!),
      language: this.shell.words.language.peek(),
      hooks: {
        onReady: () => this.#ready(),
        onClose: () => this.#close(),
        onMainButton: (state) => (this.mainButton = state),
        onBackButton: (isVisible) => (this.hasBack = isVisible),
        onClosingConfirmation: (isNeeded) => (this.#asksBeforeClosing = isNeeded),
        onOpenLink: (url) => void openSite(this.shell, url),
        onEnded: () => this.#ended(),
      },
    });
  }

  #ready(): void {
    clearTimeout(this.#timer);
    this.stage = 'ready';
  }

  #ended(): void {
    this.#end();
    this.failure = this.shell.words.t('apps.ended');
    this.stage = 'failed';
  }

  #close = (): void => this.shell.router.closeLayer();

  #askClose = async (): Promise<void> => {
    const { words, notices } = this.shell;
    if (this.#asksBeforeClosing && this.stage === 'ready') {
      const agreed = await notices.ask({
        title: words.t('apps.closeTitle'),
        text: words.t('apps.closeText'),
        accept: words.t('action.close'),
        cancel: words.t('action.cancel'),
      });
      if (!agreed) return;
    }
    this.#close();
  };

  #header() {
    const { words } = this.shell;
    const { launch } = this;
    const name = launch?.app.name ?? this.run.app;
    const host = launch === null ? '' : new URL(launch.origin).host;
    return html`<header>
      ${
        this.hasBack
          ? html`<button
              class="icon-button"
              aria-label=${words.t('action.back')}
              @click=${() => this.#bridge?.pressBackButton()}
            >
              ${icon(arrowLeft)}
            </button>`
          : avatar(launch?.app.appId ?? 0, name)
      }
      <div class="about">
        <h2 class="cut"><bdi>${name}</bdi></h2>
        ${
          host === ''
            ? nothing
            : html`<p class="origin" title=${words.t('apps.from', { host })}>
                ${icon(globe)}<span class="cut">${host}</span>
              </p>`
        }
      </div>
      <button
        class="icon-button"
        aria-label=${words.t('apps.reload')}
        title=${words.t('apps.reload')}
        @click=${this.#start}
      >
        ${icon(rotate)}
      </button>
      <button
        class="icon-button"
        aria-label=${words.t('action.close')}
        title=${words.t('action.close')}
        @click=${this.#askClose}
      >
        ${icon(x)}
      </button>
    </header>`;
  }

  #cover() {
    const { t } = this.shell.words;
    if (this.stage === 'ready') return nothing;
    if (this.stage === 'launching' || this.stage === 'loading') {
      const name = this.launch?.app.name ?? this.run.app;
      return html`<div class="cover" role="status">
        <div class="empty">
          ${avatar(this.launch?.app.appId ?? 0, name)}
          <p>${t('apps.loading')}</p>
        </div>
      </div>`;
    }
    const slow = this.stage === 'slow';
    return html`<div class="cover" role="alert">
      <div class="empty">
        <strong>${t(slow ? 'apps.slow' : 'apps.failed')}</strong>
        <p>${slow ? t('apps.slowText') : this.failure}</p>
        <div class="choices">
          <button class="button" @click=${this.#close}>${t('action.close')}</button>
          <button class="button" data-kind="primary" @click=${this.#start}>${t('action.retry')}</button>
        </div>
      </div>
    </div>`;
  }

  #foot() {
    const { isVisible, text, isEnabled, isBusy } = this.mainButton;
    if (!isVisible || this.stage !== 'ready') return nothing;
    return html`<div class="foot">
      <button
        class="button"
        data-kind="primary"
        ?disabled=${!isEnabled || isBusy}
        aria-busy=${isBusy}
        @click=${() => this.#bridge?.pressMainButton()}
      >
        <bdi>${text}</bdi>
      </button>
    </div>`;
  }

  override render() {
    // Read, so that a change of the chosen theme comes here too.
    void this.shell.preferences.theme.value;
    queueMicrotask(this.#themeChanged);
    const { launch } = this;
    return html`${this.#header()}
      <div class="frame">
        ${
          launch === null
            ? nothing
            : keyed(launch.launchId, html`<iframe title=${launch.app.name} ?inert=${this.stage !== 'ready'}></iframe>`)
        }
        ${this.#cover()}
      </div>
      ${this.#foot()}`;
  }
}

customElements.define('veche-mini-app', MiniAppPanel);
