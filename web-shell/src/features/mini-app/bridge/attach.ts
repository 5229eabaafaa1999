import type { apps, BridgeEventData, BridgeEventName, Language, OutputOf, ThemeColours } from '@veche/contract';
import { heartbeat, LAUNCH_SECONDS, PAGE_LEFT } from '@veche/contract/bridge-light';
import type { AppStorages } from '../storage/storages.ts';
import { createBroker } from './broker.ts';
import { createBudget } from './budget.ts';
import { fragmentOf } from './fragment.ts';
import { isHello, isText, readText } from './guards.ts';
import type { BridgeHooks, BridgeHost, Dialect } from './host.ts';
import { createMaxBridge } from './max/max-bridge.ts';
import { followOwnPress } from './own-press.ts';
import { createOwnBridge } from './own-bridge.ts';
import { createTelegramBridge } from './telegram/telegram-bridge.ts';
import { createVkBridge } from './vk/vk-bridge.ts';

export type { BridgeHooks } from './host.ts';

/** Its name is that of the event by which the app hears of it. */
export type PressedButton = Extract<BridgeEventName, `ui.${string}ButtonPressed`>;

export interface AttachOptions {
  readonly iframe: HTMLIFrameElement;
  readonly launch: Pick<OutputOf<typeof apps.launch>, 'origin' | 'url' | 'deviceFeatures' | 'initData' | 'nonce'>;
  theme(): ThemeColours;
  readonly language: Language;
  /** A card by which the person invites others to the app. */
  readonly invitation: { readonly title: string; readonly button: string };
  readonly storages: AppStorages;
  readonly hooks: BridgeHooks;
  /** The page answered a ping. */
  alive(): void;
}

export interface AttachedBridge extends Dialect {
  /** The person pressed a button that the app has around its page. */
  pressed(button: PressedButton): void;
  themeChanged(): void;
  viewportChanged(): void;
  /** Asks the page for a sign of life: of the page that is there now, whatever bridge it speaks. */
  ping(): void;
  dispose(): void;
}

/**
 * Opens a launched app in a frame of ours and speaks with it until `dispose`. Sets the frame's limits and address
 * itself, so that no caller can forget one. Heard is only this window at this origin; see contract/bridge.ts.
 */
export function attachBridge(options: AttachOptions): AttachedBridge {
  const { iframe, launch, theme, language, storages, hooks } = options;
  const openedAt = performance.now();
  const budget = createBudget(() => performance.now());
  const press = followOwnPress(iframe);
  let nonceIsFresh = true;
  let loads = 0;

  const host: BridgeHost = {
    hooks,
    storages,
    theme,
    hasGesture: press.isFresh,
    hideKeyboard() {
      // Where something else has the focus, the keyboard is for that.
      if ((iframe.getRootNode() as ShadowRoot).activeElement === iframe) iframe.blur();
    },
    viewport: () => ({ width: iframe.clientWidth, height: iframe.clientHeight }),
  };
  const post = (text: string, ports: Transferable[] = []): void =>
    iframe.contentWindow?.postMessage(text, launch.origin, ports);
  const admit = (): boolean => {
    const verdict = budget.judge();
    if (verdict === 'warn') own.tell('bridge.overBudget', { dropped: budget.dropped });
    if (verdict === 'end') end('flood');
    return verdict === 'take';
  };
  const end = (reason: 'flood' | 'left'): void => {
    dispose();
    iframe.src = 'about:blank';
    hooks.onEnded?.(reason);
  };
  const tell = <Name extends BridgeEventName>(event: Name, data: BridgeEventData<Name>): void => {
    for (const dialect of [own, telegram, max, vk]) dialect.tell(event, data);
  };
  const broker = createBroker(host, tell);
  const own = createOwnBridge({
    host,
    broker,
    language,
    launchData: launch.initData,
    admit,
    welcome: (text, port) => post(text, [port]),
  });
  const telegram = createTelegramBridge({ host, broker, post });
  const max = createMaxBridge({ host, broker, post });
  const vk = createVkBridge({ host, broker, launch, invitation: options.invitation, post });

  const receive = (event: MessageEvent): void => {
    // The source before the data: what others send is not even unpacked.
    const { source } = event;
    if (source === null || source !== iframe.contentWindow) {
      // What the app has in frames of its own is not heard, but floods for it.
      if (isBelow(source, iframe.contentWindow)) admit();
      return;
    }
    if (event.origin !== launch.origin || !admit()) return;
    if (event.data === heartbeat.pong) return options.alive();
    if (event.data === PAGE_LEFT) return end('left');
    const message = readText(event.data);
    if (message === null) return;
    if (isHello(message)) {
      const isTooLate = performance.now() - openedAt > LAUNCH_SECONDS * 1000;
      if (!nonceIsFresh || isTooLate || message.nonce !== launch.nonce) return;
      nonceIsFresh = false;
      own.open(launch.nonce);
    } else if (isText(message['eventType'], 64)) {
      telegram.receive(message['eventType'], message['eventData']);
    } else if (message['type'] === 'vk-connect') {
      if (isText(message['handler'], 64)) vk.receive(message['handler'], message['params']);
    } else if (isText(message['type'], 64) && message['type'].startsWith('WebApp')) {
      max.receive(message['type'], message);
    }
  };
  const loaded = (): void => {
    if (isFirstBlank(iframe)) return;
    loads += 1;
    // A nonce opens one port for one document. Further pages of an app may go on in the other dialect, which has none.
    if (loads > 1) own.close();
    // Apps of the other dialect need not say that they are ready.
    else if (nonceIsFresh) hooks.onReady();
  };
  function dispose(): void {
    window.removeEventListener('message', receive);
    iframe.removeEventListener('load', loaded);
    press.stop();
    own.close();
  }

  window.addEventListener('message', receive);
  iframe.addEventListener('load', loaded);
  iframe.setAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms');
  iframe.allow = launch.deviceFeatures.join('; ');
  iframe.referrerPolicy = 'no-referrer';
  const fragment = fragmentOf({ ...launch, webOrigin: location.origin, theme: theme() });
  iframe.src = `${launch.url}#${fragment}`;

  return {
    tell,
    pressed(button) {
      press.pressed();
      tell(button, {});
    },
    themeChanged: () => tell('ui.themeChanged', theme()),
    viewportChanged: () => tell('ui.viewportChanged', host.viewport()),
    ping: () => post(heartbeat.ping),
    dispose,
  };
}

/** The empty page a frame holds before its address is readable by us; whatever an app loads is not. */
function isFirstBlank(iframe: HTMLIFrameElement): boolean {
  try {
    return iframe.contentWindow?.location.href === 'about:blank';
  } catch {
    return false;
  }
}

/** Whether a message came from a frame somewhere within a window. Of windows of others a page may ask for their parent. */
function isBelow(source: MessageEventSource | null, own: Window | null): boolean {
  if (own === null || source === null || !('parent' in source)) return false;
  // The outermost window is its own parent, and one that is gone has none.
  for (let one = source; one.parent !== null && one.parent !== one; one = one.parent)
    if (one.parent === own) return true;
  return false;
}
