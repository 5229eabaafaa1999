import type { MainButton } from '@veche/contract';
import { isBoolean, isFields, isText } from './guards.ts';
import type { BridgeHost, Dialect } from './host.ts';
import { telegramTheme } from './telegram-theme.ts';

/**
 * Version of Telegram Web Apps that apps are told. Each version promises all its calls, and 6.0 is the newest whose
 * calls all work here; of later ones the back button is answered, for apps that do not ask the version first.
 */
export const TELEGRAM_VERSION = '6.0';

export interface TelegramBridgeOptions {
  readonly host: BridgeHost;
  /** Posts JSON text to the frame. */
  post(text: string): void;
}

export interface TelegramBridge extends Dialect {
  receive(eventType: string, eventData: unknown): void;
}

/** The bridge as apps written for Telegram Web Apps speak it: events as JSON text both ways, no port, no answers owed. */
export function createTelegramBridge({ host, post }: TelegramBridgeOptions): TelegramBridge {
  const { hooks } = host;
  let spoke = false;
  let mainButton: MainButton = { isVisible: false, text: '', isEnabled: true, isBusy: false };

  // Apps of ours never hear this dialect.
  const tell = (eventType: string, eventData: object = {}): void => {
    if (spoke) post(JSON.stringify({ eventType, eventData }));
  };
  const tellTheme = (): void => tell('theme_changed', { theme_params: telegramTheme(host.theme()) });
  const tellViewport = (): void =>
    tell('viewport_changed', { ...host.viewport(), is_expanded: true, is_state_stable: true });

  const calls: Record<string, (data: Record<string, unknown>) => void> = {
    web_app_ready: () => hooks.onReady(),
    web_app_close: () => hooks.onClose(),
    web_app_expand: tellViewport,
    web_app_request_theme: tellTheme,
    web_app_request_viewport: tellViewport,
    web_app_setup_main_button: (data) => {
      mainButton = readMainButton(mainButton, data);
      hooks.onMainButton(mainButton);
    },
    web_app_setup_back_button: ({ is_visible }) => {
      if (isBoolean(is_visible)) hooks.onBackButton(is_visible);
    },
    web_app_setup_closing_behavior: ({ need_confirmation }) => {
      if (isBoolean(need_confirmation)) hooks.onClosingConfirmation?.(need_confirmation);
    },
    web_app_open_link: ({ url }) => {
      if (isText(url, 2048) && isWebAddress(url)) void hooks.onOpenLink(url);
    },
  };

  return {
    receive(eventType, eventData) {
      spoke = true;
      if (Object.hasOwn(calls, eventType)) calls[eventType]!(isFields(eventData) ? eventData : {});
    },
    pressMainButton: () => tell('main_button_pressed'),
    pressBackButton: () => tell('back_button_pressed'),
    themeChanged: tellTheme,
    viewportChanged: tellViewport,
    // Of a later version too, told for nothing: who does not know it does not listen.
    visibilityChanged: (isVisible) => tell('visibility_changed', { is_visible: isVisible }),
  };
}

/** What a call leaves out stays as it was. Colours are the shell's own, so that nothing can look official. */
function readMainButton(before: MainButton, data: Record<string, unknown>): MainButton {
  const { is_visible, is_active, is_progress_visible, text } = data;
  return {
    isVisible: isBoolean(is_visible) ? is_visible : before.isVisible,
    isEnabled: isBoolean(is_active) ? is_active : before.isEnabled,
    isBusy: isBoolean(is_progress_visible) ? is_progress_visible : before.isBusy,
    text: typeof text === 'string' ? text.slice(0, 64) : before.text,
  };
}

function isWebAddress(text: string): boolean {
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:';
}
