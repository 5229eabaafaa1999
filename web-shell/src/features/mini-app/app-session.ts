import { computed, type ReadonlySignal, signal } from '@preact/signals-core';
import type { AccountId, AppColours, apps, MainButton, OutputOf, SecondaryButton } from '@veche/contract';
import { VecheError } from '@veche/contract/light';
import type { Words } from '../../i18n/words.ts';
import { errorWords } from '../../state/error-words.ts';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { RunRequest } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';
import { askedHooks } from './asked-hooks.ts';
import { attachBridge, type AttachedBridge, type PressedButton } from './bridge/attach.ts';
import type { AppAnswer, Overlay } from './bridge/host.ts';
import { followHeldGrants, type HeldGrants } from './held-grants.ts';
import { type Heartbeat, startHeartbeat } from './heartbeat.ts';
import { followStop } from './follow-stop.ts';
import type { HomeScreen } from './home-screen/home-screen.ts';
import { createStorages } from './storage/storages.ts';
import { isConfirmed, readReleaseKeys } from './release-check.ts';
import { readThemeColours } from './theme-colours.ts';

export type Launch = OutputOf<typeof apps.launch>;
/** `slow`: nothing came within ten seconds; the app may still come. */
export type Stage = 'launching' | 'loading' | 'slow' | 'ready' | 'failed';

const patienceMs = 10_000;
const STRIKES_TO_STOP = 3;
const noButton: MainButton = { isVisible: false, text: '', isEnabled: false, isBusy: false };
const noSecondButton: SecondaryButton = { ...noButton, place: 'left' };
const stopWords = { killed: 'apps.stopped', uninstalled: 'apps.uninstalled', takenOut: 'apps.takenOut' } as const;
const ownColours: AppColours = { header: null, background: null, foot: null };

/** One open app: its launches, and the bridge to the page in its frame. */
export interface AppSession {
  readonly run: RunRequest;
  /** Null before the first answer and while it is launched anew. */
  readonly launch: ReadonlySignal<Launch | null>;
  readonly stage: ReadonlySignal<Stage>;
  readonly failure: ReadonlySignal<string>;
  /** The app came and answers no more. */
  readonly isSilent: ReadonlySignal<boolean>;
  /** Gives it more time. */
  wait(): void;
  readonly mainButton: ReadonlySignal<MainButton>;
  readonly secondaryButton: ReadonlySignal<SecondaryButton>;
  readonly hasBack: ReadonlySignal<boolean>;
  readonly hasSettings: ReadonlySignal<boolean>;
  readonly colours: ReadonlySignal<AppColours>;
  /** What is drawn over the app's page. */
  readonly overlay: ReadonlySignal<Overlay | null>;
  /** Takes that away; whoever does so settles it. */
  closeOverlay(): void;
  readonly homeScreen: HomeScreen;
  /** Offers a shortcut to the app, unless something else is drawn over its page. */
  offerHomeScreen(): Promise<void>;
  /** Its name in addresses. */
  readonly slug: string;
  /** What to call it: the address's word until the server has told the name. */
  readonly name: string;
  readonly appId: number;
  readonly icon: string | undefined;
  /** The bot to ask when the app does not come, once it is known. */
  readonly botId: AccountId | undefined;
  /** Launches, or launches anew. */
  start(): Promise<void>;
  /** Opens the page of the present launch in a frame. */
  attach(iframe: HTMLIFrameElement, place: Element): void;
  readonly bridge: {
    press(button: PressedButton): void;
    fullscreenChanged(isFullscreen: boolean): void;
    themeChanged(): void;
    viewportChanged(): void;
  };
  /** Tells the app whether it is in view; saying the same again is free. */
  setInView(isInView: boolean): void;
  /** The app took the focus while it was aside. Answers whether it was stopped for it. */
  strike(): boolean;
  /** Asks the person when the app holds something unsaved. */
  mayEnd(): Promise<boolean>;
  end(): void;
}

export interface SessionHooks {
  /** The app wants to be closed. */
  onClose(): void;
  /** The app wants something that the person decides on. */
  ask(question: PlatformQuestion): Promise<AppAnswer>;
  readonly homeScreen: HomeScreen;
  /** Whether the app is where the person can see it. */
  isInView(): boolean;
  /** Nobody waits any more for what was asked. */
  withdraw(): void;
}

export function createAppSession(shell: Shell, run: RunRequest, hooks: SessionHooks): AppSession {
  const { client, words, notices } = shell;
  // Opened through an organisation: `<slug>@<organisation>`.
  const [app = '', organisation] = run.app.split('@');
  const launch = signal<Launch | null>(null);
  const stage = signal<Stage>('launching');
  const failure = signal('');
  const heart = signal<Heartbeat | null>(null);
  const isSilent = computed(() => heart.value?.isSilent.value === true);
  const mainButton = signal(noButton);
  const secondaryButton = signal(noSecondButton);
  const hasBack = signal(false);
  const hasSettings = signal(false);
  const colours = signal(ownColours);
  const overlay = signal<Overlay | null>(null);
  let bridge: AttachedBridge | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asksBeforeClosing = false;
  let isInView = true;
  let known: Launch['app'] | null = null;
  let turn = 0;
  let frame: HTMLIFrameElement | null = null;
  let strikes = 0;
  let held: HeldGrants | null = null;
  let stopFollowing = (): void => undefined;

  const end = (): void => {
    turn += 1;
    held?.stop();
    heart.peek()?.stop();
    heart.value = null;
    stopFollowing();
    const ended = launch.peek()?.launchId;
    // What was granted while it is open ends with it; where the server is out of reach, the clock ends it.
    if (ended !== undefined) void client.call('grants.endLaunch', { launchId: ended }).catch(() => undefined);
    hooks.withdraw();
    dropOverlay();
    clearTimeout(timer);
    bridge?.dispose();
    bridge = null;
    asksBeforeClosing = false;
  };
  const fail = (text: string): void => {
    end();
    failure.value = text;
    stage.value = 'failed';
  };

  const stop = (text: string): void => {
    if (frame !== null) frame.src = 'about:blank';
    fail(text);
  };

  const closeOverlay = (): void => void (overlay.value = null);
  function dropOverlay(): void {
    const shown = overlay.peek();
    closeOverlay();
    if (shown?.kind === 'popup') shown.settle(null);
    else if (shown?.kind === 'homeScreen') shown.settle(null);
    else if (shown?.kind === 'share' || shown?.kind === 'card') shown.settle(false);
    else shown?.settle();
  }
  return {
    ...{ run, launch, stage, failure, isSilent, mainButton, secondaryButton, hasBack, hasSettings, colours, overlay },
    ...{ closeOverlay, end, slug: app, homeScreen: hooks.homeScreen },
    async offerHomeScreen() {
      if (!(await hooks.homeScreen.fits(app))) notices.show(words.t('apps.homeInChats'));
      else overlay.value ??= { kind: 'homeScreen', settle: () => undefined };
    },
    wait: () => heart.peek()?.wait(),
    get name() {
      return launch.value?.app.name ?? known?.name ?? app;
    },
    get appId() {
      return launch.value?.app.appId ?? known?.appId ?? 0;
    },
    get icon() {
      return (launch.value?.app ?? known)?.icon;
    },
    get botId() {
      return (launch.value?.app ?? known)?.botId;
    },
    async start() {
      end();
      const own = turn;
      strikes = 0;
      [launch.value, stage.value, mainButton.value, secondaryButton.value] = [
        null,
        'launching',
        noButton,
        noSecondButton,
      ];
      [hasBack.value, hasSettings.value, colours.value] = [false, false, ownColours];
      timer = setTimeout(() => {
        if (stage.peek() === 'loading' || stage.peek() === 'launching') stage.value = 'slow';
      }, patienceMs);
      const { chatId, startParam, messageId, testKey } = run;
      const told = client.changes.peek().launches;
      try {
        const [answer, keys] = await Promise.all([
          client.call('apps.launch', {
            app,
            language: words.language.peek(),
            ...(chatId !== null && { chatId }),
            ...(chatId !== null && messageId !== null && { messageId: messageId }),
            ...(startParam !== null && { startParam }),
            ...(testKey !== null && { testKey }),
            ...(organisation !== undefined && { organisationId: Number(organisation) }),
          }),
          readReleaseKeys(),
        ]);
        const mayOpen = await isConfirmed(answer, { app, testKey }, keys);
        // Closed or launched anew meanwhile.
        if (own !== turn) return;
        if (!mayOpen) return fail(words.t('apps.notLogged'));
        known = answer.app;
        launch.value = answer;
        stopFollowing = followStop(client, answer.launchId, told, (why) =>
          stop(words.t(why === undefined ? 'apps.noLongerGiven' : stopWords[why])),
        );
        if (stage.peek() === 'launching') stage.value = 'loading';
      } catch (error) {
        if (own === turn) fail(reasonOf(words, error));
      }
    },
    attach(iframe, place) {
      const launched = launch.peek();
      if (launched === null) return;
      const own = turn;
      frame = iframe;
      const grants = followHeldGrants(shell, launched, (scope) => bridge?.tell('people.grantEnded', { scope }));
      held = grants;
      bridge = attachBridge({
        iframe,
        launch: launched,
        theme: () => readThemeColours(place),
        language: words.language.peek(),
        invitation: { title: launched.app.name, button: words.t('apps.open') },
        alive: () => heart.peek()?.answered(),
        storages: createStorages(client, client.myId.peek() ?? 0, launched.app.appId),
        hooks: {
          ...askedHooks({
            ...{ shell, launch: launched, grants, ask: hooks.ask, chatId: run.chatId },
            isSeen: () => own === turn && hooks.isInView(),
          }),
          onReady() {
            clearTimeout(timer);
            // A launched app takes itself to be in view.
            if (stage.peek() !== 'ready' && !isInView) bridge?.tell('ui.visibilityChanged', { isVisible: false });
            stage.value = 'ready';
            heart.value ??= startHeartbeat({
              ping: () => bridge?.ping(),
              isWatched: () => isInView && !document.hidden,
            });
          },
          onClose: hooks.onClose,
          onMainButton: (state) => (mainButton.value = state),
          onSecondaryButton: (state) => (secondaryButton.value = state),
          onBackButton: (isVisible) => (hasBack.value = isVisible),
          onSettingsButton: (isVisible) => (hasSettings.value = isVisible),
          onColours: (next) => (colours.value = next),
          onClosingConfirmation: (isNeeded) => (asksBeforeClosing = isNeeded),
          // What is under test opens from its link alone.
          checkHomeScreen: async () => (run.testKey === null ? hooks.homeScreen.statusOf(app) : 'unsupported'),
          show(next) {
            if (!hooks.isInView()) return 'outOfSight';
            if (overlay.peek() !== null) return 'busy';
            overlay.value = next;
            return 'shown';
          },
          closeScanner: () => overlay.peek()?.kind === 'scanner' && dropOverlay(),
          setFullscreen: async (isFullscreen) => {
            if (isFullscreen && !hooks.isInView()) throw new Error('the app was set aside');
            await fillScreen(place, isFullscreen);
          },
          onEnded: (reason) => fail(words.t(reason === 'flood' ? 'apps.ended' : 'apps.left')),
        },
      });
    },
    bridge: {
      press: (button) => bridge?.pressed(button),
      fullscreenChanged: (isFullscreen) => bridge?.tell('ui.fullscreenChanged', { isFullscreen }),
      themeChanged: () => bridge?.themeChanged(),
      viewportChanged: () => bridge?.viewportChanged(),
    },
    setInView(next) {
      if (next === isInView) return;
      isInView = next;
      bridge?.tell('ui.visibilityChanged', { isVisible: next });
    },
    strike() {
      strikes += 1;
      if (strikes < STRIKES_TO_STOP) return false;
      stop(words.t('apps.grabbed', { name: known?.name ?? app }));
      return true;
    },
    async mayEnd() {
      if (!asksBeforeClosing || stage.peek() !== 'ready') return true;
      return notices.ask({
        title: words.t('apps.closeTitle', { name: launch.peek()?.app.name ?? app }),
        text: words.t('apps.closeText'),
        accept: words.t('action.close'),
        cancel: words.t('action.cancel'),
      });
    },
  };
}

/** Why an app did not open. */
function reasonOf(words: Words, error: unknown): string {
  const field = error instanceof VecheError ? `${error.code} ${error.field}` : '';
  // Of a release that was stopped none before it took the place.
  if (field === 'conflict app') return words.t('apps.stopped');
  if (field === 'not_found organisationId') return words.t('apps.noLongerGiven');
  return field === 'not_found testKey' ? words.t('apps.testEnded') : errorWords(words, error);
}

/** Lets the window around a place fill the screen, with its header: who fills it is always to be seen. */
async function fillScreen(place: Element, isFullscreen: boolean): Promise<void> {
  const panel = (place.getRootNode() as ShadowRoot).host;
  if (isFullscreen) await panel.requestFullscreen({ navigationUI: 'hide' });
  else if (panel.matches(':fullscreen')) await document.exitFullscreen();
}
