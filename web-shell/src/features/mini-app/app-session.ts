import { type ReadonlySignal, signal } from '@preact/signals-core';
import type { AccountId, apps, MainButton, OutputOf } from '@veche/contract';
import { errorWords } from '../../state/error-words.ts';
import type { PlatformQuestion } from '../../state/platform-questions.ts';
import type { RunRequest } from '../../state/router.ts';
import type { Shell } from '../../state/shell.ts';
import { attachBridge, type AttachedBridge } from './bridge/attach.ts';
import type { AppAnswer } from './bridge/host.ts';
import { readThemeColours } from './theme-colours.ts';

export type Launch = OutputOf<typeof apps.launch>;
/** `slow`: nothing came within ten seconds; the app may still come. */
export type Stage = 'launching' | 'loading' | 'slow' | 'ready' | 'failed';

const patienceMs = 10_000;
const STRIKES_TO_STOP = 3;
const noButton: MainButton = { isVisible: false, text: '', isEnabled: false, isBusy: false };

/** One open app: its launches, and the bridge to the page in its frame. */
export interface AppSession {
  readonly run: RunRequest;
  /** Null before the first answer and while it is launched anew. */
  readonly launch: ReadonlySignal<Launch | null>;
  readonly stage: ReadonlySignal<Stage>;
  readonly failure: ReadonlySignal<string>;
  readonly mainButton: ReadonlySignal<MainButton>;
  readonly hasBack: ReadonlySignal<boolean>;
  /** What to call it: the address's word until the server has told the name. */
  readonly name: string;
  readonly appId: number;
  /** The bot to ask when the app does not come, once it is known. */
  readonly botId: AccountId | undefined;
  /** Launches, or launches anew. */
  start(): Promise<void>;
  /** Opens the page of the present launch in a frame. */
  attach(iframe: HTMLIFrameElement, place: Element): void;
  readonly bridge: Pick<AttachedBridge, 'pressMainButton' | 'pressBackButton' | 'themeChanged' | 'viewportChanged'>;
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
  /** Nobody waits any more for what was asked. */
  withdraw(): void;
}

export function createAppSession(shell: Shell, run: RunRequest, hooks: SessionHooks): AppSession {
  const { client, words, notices } = shell;
  const launch = signal<Launch | null>(null);
  const stage = signal<Stage>('launching');
  const failure = signal('');
  const mainButton = signal(noButton);
  const hasBack = signal(false);
  let bridge: AttachedBridge | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asksBeforeClosing = false;
  let isInView = true;
  let known: Launch['app'] | null = null;
  let turn = 0;
  let frame: HTMLIFrameElement | null = null;
  let strikes = 0;

  const end = (): void => {
    turn += 1;
    hooks.withdraw();
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

  const openLink = async ({ app, origin }: Launch, url: string): Promise<AppAnswer> => {
    const address = URL.parse(url);
    if (address === null) return 'refused';
    const answer = await hooks.ask({
      kind: 'link',
      requester: {
        key: `app ${app.appId}`,
        id: app.appId,
        name: app.name,
        host: new URL(origin).host,
        isVerified: false,
      },
      what: words.t('link.title', { host: address.host }),
      items: [address.href.length > 200 ? `${address.href.slice(0, 200)}…` : address.href],
    });
    if (answer === 'accepted') window.open(address.href, '_blank', 'noopener,noreferrer');
    return answer;
  };

  return {
    ...{ run, launch, stage, failure, mainButton, hasBack, end },
    get name() {
      return launch.value?.app.name ?? known?.name ?? run.app;
    },
    get appId() {
      return launch.value?.app.appId ?? known?.appId ?? 0;
    },
    get botId() {
      return (launch.value?.app ?? known)?.botId;
    },
    async start() {
      end();
      const own = turn;
      strikes = 0;
      [launch.value, stage.value, mainButton.value, hasBack.value] = [null, 'launching', noButton, false];
      timer = setTimeout(() => {
        if (stage.peek() === 'loading' || stage.peek() === 'launching') stage.value = 'slow';
      }, patienceMs);
      const { app, chatId, startParam, messageId } = run;
      try {
        const answer = await client.call('apps.launch', {
          app,
          language: words.language.peek(),
          ...(chatId !== null && { chatId }),
          ...(chatId !== null && messageId !== null && { messageId: messageId }),
          ...(startParam !== null && { startParam }),
        });
        // Closed or launched anew meanwhile.
        if (own !== turn) return;
        known = answer.app;
        launch.value = answer;
        if (stage.peek() === 'launching') stage.value = 'loading';
      } catch (error) {
        if (own === turn) fail(errorWords(words, error));
      }
    },
    attach(iframe, place) {
      const launched = launch.peek();
      if (launched === null) return;
      frame = iframe;
      bridge = attachBridge({
        iframe,
        launch: launched,
        theme: () => readThemeColours(place),
        language: words.language.peek(),
        hooks: {
          onReady() {
            clearTimeout(timer);
            // A launched app takes itself to be in view.
            if (stage.peek() !== 'ready' && !isInView) bridge?.visibilityChanged(false);
            stage.value = 'ready';
          },
          onClose: hooks.onClose,
          onMainButton: (state) => (mainButton.value = state),
          onBackButton: (isVisible) => (hasBack.value = isVisible),
          onClosingConfirmation: (isNeeded) => (asksBeforeClosing = isNeeded),
          onOpenLink: (url) => openLink(launched, url),
          onEnded: () => fail(words.t('apps.ended')),
        },
      });
    },
    bridge: {
      pressMainButton: () => bridge?.pressMainButton(),
      pressBackButton: () => bridge?.pressBackButton(),
      themeChanged: () => bridge?.themeChanged(),
      viewportChanged: () => bridge?.viewportChanged(),
    },
    setInView(next) {
      if (next === isInView) return;
      isInView = next;
      bridge?.visibilityChanged(next);
    },
    strike() {
      strikes += 1;
      if (strikes < STRIKES_TO_STOP) return false;
      if (frame !== null) frame.src = 'about:blank';
      fail(words.t('apps.grabbed', { name: known?.name ?? run.app }));
      return true;
    },
    async mayEnd() {
      if (!asksBeforeClosing || stage.peek() !== 'ready') return true;
      return notices.ask({
        title: words.t('apps.closeTitle', { name: launch.peek()?.app.name ?? run.app }),
        text: words.t('apps.closeText'),
        accept: words.t('action.close'),
        cancel: words.t('action.cancel'),
      });
    },
  };
}
