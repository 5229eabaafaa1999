import type { BridgeEventData, BridgeEventName } from '@veche/contract';
import { isFields } from '../guards.ts';
import type { BridgeHost, Dialect } from '../host.ts';
import type { Broker } from '../broker.ts';
import { newState, type Post, requests } from './requests.ts';
import { noInsets } from './screen-requests.ts';
import { telegramTheme } from './telegram-theme.ts';

export interface TelegramBridgeOptions {
  readonly host: BridgeHost;
  readonly broker: Broker;
  /** Posts JSON text to the frame. */
  post(text: string): void;
}

export interface TelegramBridge extends Dialect {
  receive(eventType: string, eventData: unknown): void;
}

/** The bridge as apps written for Telegram Web Apps speak it: events as JSON text both ways, no port. */
export function createTelegramBridge({ host, broker, post }: TelegramBridgeOptions): TelegramBridge {
  let spoke = false;
  const state = newState();
  // Apps of ours never hear this dialect.
  const tell: Post = (eventType, eventData = {}): void => {
    if (spoke) post(JSON.stringify({ eventType, eventData }));
  };

  const events: { [Name in BridgeEventName]?: (data: BridgeEventData<Name>) => void } = {
    'ui.mainButtonPressed': () => tell('main_button_pressed'),
    'ui.secondaryButtonPressed': () => tell('secondary_button_pressed'),
    'ui.backButtonPressed': () => tell('back_button_pressed'),
    'ui.settingsButtonPressed': () => tell('settings_button_pressed'),
    'ui.themeChanged': (theme) => tell('theme_changed', { theme_params: telegramTheme(theme) }),
    'ui.viewportChanged': (room) => tell('viewport_changed', { ...room, is_expanded: true, is_state_stable: true }),
    'ui.visibilityChanged': ({ isVisible }) => tell('visibility_changed', { is_visible: isVisible }),
    'ui.fullscreenChanged': ({ isFullscreen }) => {
      tell('fullscreen_changed', { is_fullscreen: isFullscreen });
      tell('safe_area_changed', noInsets);
      tell('content_safe_area_changed', noInsets);
    },
    'scanner.found': ({ text }) => tell('qr_text_received', { data: text }),
    'scanner.closed': () => tell('scan_qr_popup_closed'),
  };

  return {
    receive(eventType, eventData) {
      spoke = true;
      if (!Object.hasOwn(requests, eventType)) return;
      const data = isFields(eventData) ? eventData : {};
      void requests[eventType]!.run({ host, broker, tell, state }, data);
    },
    tell: (event, data) => (events[event] as ((data: object) => void) | undefined)?.(data),
  };
}
