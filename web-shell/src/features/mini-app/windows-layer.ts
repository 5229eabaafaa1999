import { effect, untracked } from '@preact/signals-core';
import { html, nothing, type PropertyValues, type TemplateResult, unsafeCSS } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import grip from 'lucide-static/icons/move-diagonal-2.svg?raw';
import { controlStyles, ShellElement } from '../../parts/element.ts';
import { icon } from '../../parts/icon.ts';
import '../../parts/platform-sheet.ts';
import { createPlatformQuestions, type PlatformQuestion } from '../../state/platform-questions.ts';
import type { Place, RunRequest } from '../../state/router.ts';
import type { AppAnswer } from './bridge/host.ts';
import { chipBar } from './app-chips.ts';
import { type AppSession, createAppSession } from './app-session.ts';
import * as set from './app-windows.ts';
import { createHomeScreen, type HomeScreen, ownAddressOf } from './home-screen/home-screen.ts';
import './mini-app-panel.ts';
import type { MiniAppPanel } from './mini-app-panel.ts';
import { placeActs, type WindowActs } from './window-acts.ts';
import { followFocus, type WindowFocus } from './window-focus.ts';
import { apartFrom, type Box, fit, keepPlace, type Mode, recallPlace, type Room, usualBox } from './window-place.ts';
import styles from './windows-layer.css?inline';

/** Every open app: the address says which is in front, styles alone say where each stands. */
class WindowsLayer extends ShellElement {
  static override properties = { ...ShellElement.properties, windows: { state: true }, room: { state: true } };
  static override styles = [controlStyles, unsafeCSS(styles)];

  declare windows: set.Windows;
  declare room: Room;
  #sessions = new Map<string, AppSession>();
  #questions = createPlatformQuestions();
  #acts = new Map<string, WindowActs>();
  #focus: WindowFocus | null = null;
  #before: Place | null = null;
  #homeScreen: HomeScreen | null = null;
  #isPhone = matchMedia('(max-width: 599px)');
  #stopFollowing: (() => void) | null = null;

  constructor() {
    super();
    this.windows = set.noWindows;
    this.room = { width: innerWidth, height: innerHeight };
  }

  /** The windows in view, for going round the regions by F6. */
  get regions(): readonly HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[data-region]:not([inert])')];
  }

  override firstUpdated(): void {
    addEventListener('resize', this.#resized);
    this.#focus = followFocus({
      layer: this,
      turnedTo: (key) => this.#raise(key),
      grabbed: (key) => this.#grabbed(key),
    });
    const { router, words } = this.shell;
    this.#homeScreen = createHomeScreen(words.language);
    this.#stopFollowing = effect(() => {
      const place = router.place.value;
      untracked(() => this.#follow(place));
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    removeEventListener('resize', this.#resized);
    this.#focus?.stop();
    this.#stopFollowing?.();
    this.#homeScreen?.stop();
    for (const session of this.#sessions.values()) session.end();
  }

  #resized = (): void => {
    this.room = { width: innerWidth, height: innerHeight };
  };

  #grabbed(key: string): void {
    const session = this.#sessions.get(key);
    if (session?.strike() === true) this.shell.notices.show(this.shell.words.t('apps.grabbed', { name: session.name }));
  }

  #follow(place: Place): void {
    const before = this.#before ?? place;
    this.#before = place;
    this.#homeScreen?.atAddressOf(ownAddressOf(place));
    if (place.run === null) this.windows = set.leave(this.windows, set.leavingOf(before, place));
    else if (set.isFull(this.windows, place.run)) void this.#makeRoom(place.run);
    else this.#show(place.run);
  }

  #show(run: RunRequest): void {
    const key = set.keyOf(run);
    const known = this.#window(key);
    const isHidden = known === undefined || this.#view(known) === 'aside';
    const { mode, box } = recallPlace(localStorage, this.#free());
    const floating = this.windows.list.filter((window) => this.#view(window) === 'floating');
    const apart = apartFrom(
      floating.map((window) => window.box),
      box,
      this.#free(),
    );
    this.windows = set.show(this.windows, run, { mode, box: apart });
    if (known === undefined) {
      const session = createAppSession(this.shell, run, {
        onClose: () => this.#remove(key),
        ask: (question) => this.#ask(key, question),
        homeScreen: this.#homeScreen!,
        isInView: () => this.#isInView(key),
        withdraw: () => this.#questions.withdraw(key),
      });
      this.#sessions.set(key, session);
      this.#acts.set(key, this.#actsOf(key, session));
      void session.start();
    }
    if (isHidden) this.#focus?.willEnter(key);
  }

  /** Who is not in view may not come before the person with a question. */
  async #ask(key: string, question: PlatformQuestion): Promise<AppAnswer> {
    return this.#isInView(key) ? this.#questions.ask(question, key) : 'outOfSight';
  }

  #isInView(key: string): boolean {
    const window = this.#window(key);
    return window !== undefined && this.#view(window) !== 'aside';
  }

  /** One more app than there may be: nothing is closed unasked. */
  async #makeRoom(run: RunRequest): Promise<void> {
    const { words, notices, router } = this.shell;
    const spare = set.leastWanted(this.windows)!;
    const session = this.#sessions.get(spare.key)!;
    const agreed = await notices.ask({
      title: words.t('apps.tooMany', { count: set.MAX_OPEN_APPS }),
      text: words.t('apps.tooManyText', { name: session.name }),
      accept: words.t('apps.closeOne', { name: session.name }),
      cancel: words.t('action.cancel'),
    });
    const isGone = agreed && (await session.mayEnd());
    const wanted = router.place.peek().run;
    if (wanted === null || set.keyOf(wanted) !== set.keyOf(run)) return;
    if (!isGone) return this.#uncover();
    this.#forget(spare.key);
    this.#show(run);
  }

  #actsOf(key: string, session: AppSession): WindowActs {
    return {
      ...placeActs({
        box: () => fit(this.#window(key)?.box ?? usualBox(this.#free()), this.#free()),
        room: () => this.#free(),
        put: (box, isDone) => this.#put(key, { box }, isDone),
      }),
      setMode: (mode) => this.#put(key, { mode }, true),
      setAside: () => this.#setAside(key),
      reload: async () => {
        if (await session.mayEnd()) await session.start();
      },
      close: async () => {
        if (await session.mayEnd()) this.#remove(key);
      },
    };
  }

  #window(key: string): set.AppWindow | undefined {
    return this.windows.list.find((window) => window.key === key);
  }

  #put(key: string, change: { readonly mode?: Mode; readonly box?: Box }, isDone: boolean): void {
    this.windows = set.put(this.windows, key, change);
    const window = this.#window(key);
    if (isDone && window !== undefined) keepPlace(localStorage, window.mode, window.box);
  }

  #raise(key: string): void {
    const window = this.#window(key);
    if (window === undefined || this.windows.front === key || this.#view(window) === 'aside') return;
    this.#name(window.run);
  }

  #setAside(key: string): void {
    const wasFront = this.windows.front === key;
    this.windows = set.setAside(this.windows, key);
    if (wasFront) this.#uncover();
  }

  #remove(key: string): void {
    const wasFront = this.windows.front === key;
    this.#forget(key);
    if (wasFront) this.#uncover();
  }

  #forget(key: string): void {
    this.windows = set.close(this.windows, key);
    this.#sessions.get(key)?.end();
    this.#sessions.delete(key);
    this.#acts.delete(key);
  }

  /** The address names the next app in view, or none. */
  #uncover(): void {
    const { router } = this.shell;
    const next = this.#isPhone.matches ? undefined : set.nextInView(this.windows);
    if (next !== undefined) this.#name(next.run);
    else if (router.place.peek().run !== null) router.closeLayer();
  }

  #name({ app, chatId, startParam, messageId, testKey }: RunRequest): void {
    const { router } = this.shell;
    router.openLayer({
      run: app,
      ...(startParam !== null && { start: startParam }),
      ...(messageId !== null && { from: String(messageId) }),
      ...(testKey !== null && { test: testKey }),
      ...(chatId !== router.place.peek().chatId && { in: String(chatId ?? 0) }),
    });
  }

  #view(window: set.AppWindow): set.View {
    return set.viewOf(window, this.windows, this.#isPhone.matches);
  }

  /** Where floating windows may stand: not over the chips. */
  #free(): Room {
    const hasChips = this.windows.list.some((window) => this.#view(window) === 'aside');
    return { width: this.room.width, height: this.room.height - (hasChips ? 56 : 0) };
  }

  override willUpdate(): void {
    const inView = this.windows.list.filter((window) => this.#view(window) !== 'aside');
    this.#focus?.willLeave(new Set(inView.map(({ key }) => key)));
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed);
    const views = this.windows.list.map((window) => this.#view(window));
    // The page makes room by these; see veche-app.css.
    this.toggleAttribute('data-docked', views.includes('docked'));
    this.toggleAttribute('data-sheet', views.includes('sheet'));
    this.toggleAttribute('data-chips', views.includes('aside'));
    this.windows.list.forEach(({ key }, index) => this.#sessions.get(key)?.setInView(views[index] !== 'aside'));
    this.#focus?.drawn(
      (key) => this.#sessions.has(key),
      (section) => section.querySelector<MiniAppPanel>('veche-mini-app')?.enter(),
    );
  }

  #section(window: set.AppWindow): TemplateResult {
    const { words } = this.shell;
    const session = this.#sessions.get(window.key)!;
    const acts = this.#acts.get(window.key)!;
    const view = this.#view(window);
    const raise = () => this.#raise(window.key);
    const { x, y, width, height } = fit(window.box, this.#free());
    const rank = this.windows.list.filter(({ turn }) => turn < window.turn).length;
    const style =
      window.mode === 'floating' && !this.#isPhone.matches
        ? `left:${x}px;top:${y}px;width:${width}px;height:${height}px;z-index:${11 + rank}`
        : '';
    return html`<section
      class="window"
      data-region
      data-key=${window.key}
      data-mode=${this.#isPhone.matches ? 'sheet' : window.mode}
      tabindex="-1"
      aria-label=${session.name}
      ?inert=${view === 'aside'}
      .style=${style}
      @pointerdown=${raise}
      @focusin=${raise}
    >
      <veche-mini-app .shell=${this.shell} .session=${session} .view=${view} .acts=${acts}></veche-mini-app>
      ${
        view === 'floating'
          ? html`<button
              class="grip"
              aria-label=${words.t('apps.resize', { width: Math.round(width), height: Math.round(height) })}
              title=${words.t('apps.resizeHint')}
              aria-description=${words.t('apps.resizeHint')}
              @pointerdown=${acts.drag('resize')}
              @keydown=${acts.byKey('resize')}
              @click=${acts.toSize}
            >
              ${icon(grip)}
            </button>`
          : nothing
      }
    </section>`;
  }

  override render() {
    const aside = this.windows.list.filter((window) => this.#view(window) === 'aside');
    const hasSheet = this.windows.list.some((window) => this.#view(window) === 'sheet');
    return html`${repeat(
        this.windows.list,
        ({ key }) => key,
        (window) => this.#section(window),
      )}
      ${
        aside.length === 0 || hasSheet
          ? nothing
          : chipBar(
              this.shell.words,
              aside.map(({ key, run }) => ({
                session: this.#sessions.get(key)!,
                open: () => this.#name(run),
                close: () => void this.#acts.get(key)?.close(),
              })),
            )
      } <veche-platform-sheet .shell=${this.shell} .questions=${this.#questions}></veche-platform-sheet>`;
  }
}

customElements.define('veche-app-windows', WindowsLayer);
