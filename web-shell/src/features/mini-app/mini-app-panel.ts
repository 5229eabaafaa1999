import { html, nothing, type PropertyValues, unsafeCSS } from 'lit';
import type { AccountId, MainButton } from '@veche/contract';
import { keyed } from 'lit/directives/keyed.js';
import flag from 'lucide-static/icons/flag.svg?raw';
import flask from 'lucide-static/icons/flask-conical.svg?raw';
import housePlus from 'lucide-static/icons/house-plus.svg?raw';
import rotate from 'lucide-static/icons/rotate-cw.svg?raw';
import { appIcon } from '../../parts/app-icon.ts';
import { icon } from '../../parts/icon.ts';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import type { Menu } from '../../parts/menu.ts';
import '../../parts/menu.ts';
import { openPerson } from '../../state/open-person.ts';
import type { AppSession, Launch } from './app-session.ts';
import '../reports/report-sheet.ts';
import { appOverlay } from './overlay/overlay.ts';
import type { View } from './app-windows.ts';
import styles from './mini-app-panel.css?inline';
import { tinted } from './tint.ts';
import type { WindowActs } from './window-acts.ts';
import { windowHeader } from './window-header.ts';

/** One app with everything around its own page, which is drawn by the shell. */
export class MiniAppPanel extends ShellElement {
  static override properties = {
    ...ShellElement.properties,
    session: { attribute: false },
    view: { attribute: false },
    acts: { attribute: false },
    isReporting: { state: true },
  };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare session: AppSession;
  declare view: View;
  declare acts: WindowActs;
  declare isReporting: boolean;
  #attachedTo: Launch | null = null;
  #sizes: ResizeObserver | null = null;
  #scheme = matchMedia('(prefers-color-scheme: dark)');

  constructor() {
    super();
    this.isReporting = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#scheme.addEventListener('change', this.#themeChanged);
    this.addEventListener('fullscreenchange', this.#fullscreenChanged);
  }

  override firstUpdated(): void {
    this.#sizes = new ResizeObserver(() => this.session.bridge.viewportChanged());
    this.#sizes.observe(this.renderRoot.querySelector('.frame')!);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#scheme.removeEventListener('change', this.#themeChanged);
    this.#sizes?.disconnect();
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const launch = this.session.launch.peek();
    if (launch !== null && launch !== this.#attachedTo) {
      this.#attachedTo = launch;
      this.session.attach(this.#iframe!, this.renderRoot.querySelector('.frame')!);
    }
    // Who was in a page that fell silent waits at its window.
    if (this.session.isSilent.peek() && this.#iframe?.matches(':focus') === true) this.parentElement?.focus();
    // Who waited at the window for the app goes on into it.
    if (this.session.stage.peek() === 'ready' && this.parentElement?.matches(':focus') === true) this.enter();
  }

  /** Moves the focus into the app's own page, when it is there. */
  enter(): void {
    if (this.session.stage.peek() === 'ready' && !this.session.isSilent.peek()) this.#iframe?.focus();
  }

  get #iframe(): HTMLIFrameElement | null {
    return this.renderRoot.querySelector('iframe');
  }

  #fullscreenChanged = (): void => this.session.bridge.fullscreenChanged(this.matches(':fullscreen'));

  #themeChanged = (): void => this.session.bridge.themeChanged();

  #cover() {
    const { session } = this;
    const { t } = this.shell.words;
    const stage = session.stage.value;
    if (stage === 'ready') return session.isSilent.value ? this.#trouble('slow', t('apps.silentText')) : nothing;
    if (stage === 'launching' || stage === 'loading') {
      return html`<div class="cover" role="status">
        <div class="empty">
          ${appIcon(session)}
          <p>${t('apps.loading')}</p>
        </div>
      </div>`;
    }
    return stage === 'slow'
      ? this.#trouble('slow', t('apps.slowText'))
      : this.#trouble('failed', session.failure.value);
  }

  #trouble(title: 'slow' | 'failed', text: string) {
    const { session } = this;
    const { t } = this.shell.words;
    return html`<div class="cover" role="alert">
      <div class="empty">
        <strong>${t(`apps.${title}`)}</strong>
        <p>${text}</p>
        <div class="choices">
          ${session.botId === undefined ? nothing : this.#aboutBot(session.botId)}
          <button class="button" @click=${() => void this.acts.close()}>${t('action.close')}</button>
          ${
            session.isSilent.value
              ? html`<button class="button" data-kind="primary" @click=${session.wait}>${t('apps.wait')}</button>`
              : html`<button class="button" data-kind="primary" @click=${() => void this.acts.reload()}>
                  ${t('action.retry')}
                </button>`
          }
        </div>
      </div>
    </div>`;
  }

  /** Who answers for an app is its bot: it can be asked, and reported. */
  #aboutBot(botId: AccountId) {
    const { t } = this.shell.words;
    return html`<button class="button" @click=${() => void openPerson(this.shell, botId)}>${t('apps.askBot')}</button>
      <button class="button" @click=${() => void openPerson(this.shell, botId, `?report=a${botId}`)}>
        ${t('report.person')}
      </button>`;
  }

  /** Said in the platform's own colours: nobody but the developer has looked at what is in the window. */
  #underTest({ code, name }: NonNullable<Launch['underTest']>) {
    return html`<p class="under-test" role="note">
      ${icon(flask)}<span>${this.shell.words.t('apps.underTest', { name, code })}</span>
    </p>`;
  }

  #openMenu = (event: Event): void => {
    const { t } = this.shell.words;
    const { run, stage } = this.session;
    // A sheet over an app that did not come would have nothing to lie over.
    const hasHome = run.testKey === null && stage.peek() === 'ready';
    const toHome = { label: t('apps.toHome'), icon: housePlus, run: () => void this.session.offerHomeScreen() };
    const items = [
      ...(hasHome ? [toHome] : []),
      { label: t('apps.reload'), icon: rotate, run: () => void this.acts.reload() },
      { label: t('report.person'), icon: flag, run: () => void (this.isReporting = true) },
    ];
    const place = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const label = t('apps.acts', { name: this.session.name });
    void this.renderRoot.querySelector<Menu>('veche-menu')?.open({ label, items }, place);
  };

  #foot() {
    const { mainButton, secondaryButton, stage, bridge } = this.session;
    const [main, second] = [mainButton.value, secondaryButton.value];
    if ((!main.isVisible && !second.isVisible) || stage.value !== 'ready') return nothing;
    const button = ({ isVisible, text, isEnabled, isBusy }: MainButton, isMain: boolean) =>
      isVisible
        ? html`<button
            class="button"
            data-kind=${isMain ? 'primary' : nothing}
            ?disabled=${!isEnabled || isBusy}
            aria-busy=${isBusy}
            @click=${() => bridge.press(isMain ? 'ui.mainButtonPressed' : 'ui.secondaryButtonPressed')}
          >
            <bdi>${text}</bdi>
          </button>`
        : nothing;
    return html`<div class="foot" data-second=${second.place} .style=${tinted(this.session.colours.value.foot)}>
      ${button(main, true)} ${button(second, false)}
    </div>`;
  }

  override render() {
    const { session } = this;
    // Read, so that a change of the chosen theme comes here too.
    void this.shell.preferences.of('theme');
    void this.shell.preferences.of('contrast');
    queueMicrotask(this.#themeChanged);
    const launch = session.launch.value;
    const isReady = session.stage.value === 'ready' && !session.isSilent.value;
    const overlay = session.overlay.value;
    const { background } = session.colours.value;
    return html`${windowHeader(this.shell, session, this.view, { ...this.acts, openMenu: this.#openMenu })}
      ${launch?.underTest === undefined ? nothing : this.#underTest(launch.underTest)}
      <div class="frame" .style=${background === null ? '' : `background: ${background}`}>
        ${
          launch === null
            ? nothing
            : keyed(
                launch.launchId,
                html`<iframe title=${launch.app.name} ?inert=${!isReady || overlay !== null}></iframe>`,
              )
        }
        ${overlay === null ? nothing : appOverlay(this.shell, session, overlay)} ${this.#cover()}
      </div>
      ${this.#foot()}
      ${
        this.isReporting
          ? html`<veche-report
              .shell=${this.shell}
              .reported=${{ app: session.slug, name: session.name }}
              @close=${() => (this.isReporting = false)}
            ></veche-report>`
          : nothing
      }
      <veche-menu .shell=${this.shell}></veche-menu>`;
  }
}

customElements.define('veche-mini-app', MiniAppPanel);
