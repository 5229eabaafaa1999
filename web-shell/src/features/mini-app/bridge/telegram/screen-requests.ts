import type { AppColours } from '@veche/contract';
import { isBoolean } from '../guards.ts';
import { ask, askAndTell, idle, requestId, textOf, works } from './fields.ts';
import type { Context, TelegramRequest } from './requests.ts';
import { telegramTheme } from './telegram-theme.ts';

/** The shell draws round the frame and never over it, so nothing of the page is covered by a notch or a header. */
export const noInsets = { top: 0, right: 0, bottom: 0, left: 0 };

const tellViewport = ({ host, tell }: Context): void =>
  tell('viewport_changed', { ...host.viewport(), is_expanded: true, is_state_stable: true });

/** A colour as `#rrggbb`, or by the name of one of the theme's; null leaves the shell's own. */
function colourOf({ host }: Context, value: unknown): string | null {
  const text = textOf(value, 32).toLowerCase();
  if (/^#[0-9a-f]{6}$/.test(text)) return text;
  const theme = telegramTheme(host.theme());
  // The theme's own colours are those that the shell shows anyway.
  return Object.hasOwn(theme, text) && text !== 'bg_color' ? theme[text]! : null;
}

function colour(part: keyof AppColours): TelegramRequest {
  return works((context, { color, color_key: key }) => {
    const { state } = context;
    state.colours = { ...state.colours, [part]: colourOf(context, color ?? key) };
    return ask(context, 'ui.setColours', state.colours);
  });
}

/** How the app and its window look. */
export const screenRequests: Readonly<Record<string, TelegramRequest>> = {
  iframe_ready: idle,
  iframe_will_reload: idle,
  web_app_ready: works((context) => ask(context, 'app.ready', {})),
  web_app_close: works((context) => ask(context, 'app.close', {})),
  web_app_expand: works(tellViewport),
  web_app_request_viewport: works(tellViewport),
  web_app_request_theme: works(({ host, tell }) => {
    tell('theme_changed', { theme_params: telegramTheme(host.theme()) });
  }),
  web_app_set_header_color: colour('header'),
  web_app_set_background_color: colour('background'),
  web_app_set_bottom_bar_color: colour('foot'),
  web_app_setup_closing_behavior: works((context, { need_confirmation: isNeeded }) =>
    isBoolean(isNeeded) ? ask(context, 'app.setClosingConfirmation', { isNeeded }) : undefined,
  ),
  // No swipe closes a window here.
  web_app_setup_swipe_behavior: idle,
  web_app_request_safe_area: works(({ tell }) => tell('safe_area_changed', noInsets)),
  web_app_request_content_safe_area: works(({ tell }) => tell('content_safe_area_changed', noInsets)),
  web_app_request_fullscreen: works((context) =>
    askAndTell(
      context,
      ['ui.setFullscreen', { isFullscreen: true }],
      () => undefined,
      () => context.tell('fullscreen_failed', { error: 'UNSUPPORTED' }),
    ),
  ),
  web_app_exit_fullscreen: works((context) => ask(context, 'ui.setFullscreen', { isFullscreen: false })),
  web_app_toggle_orientation_lock: works((context, { locked }) =>
    isBoolean(locked) ? ask(context, 'ui.lockOrientation', { isLocked: locked }) : undefined,
  ),
  // What the person did by hand, or did not want, has no event.
  web_app_add_to_home_screen: works((context, data) =>
    askAndTell(
      context,
      ['ui.addToHomeScreen', {}],
      ({ status }) => {
        if (status === 'added') context.tell('home_screen_added', requestId(data));
      },
      (code) => {
        if (code === 'unavailable') context.tell('home_screen_failed', { ...requestId(data), error: 'UNSUPPORTED' });
      },
    ),
  ),
  web_app_check_home_screen: works((context, data) =>
    askAndTell(
      context,
      ['ui.checkHomeScreen', {}],
      ({ status }) => context.tell('home_screen_checked', { ...requestId(data), status }),
      () => context.tell('home_screen_checked', { ...requestId(data), status: 'unknown' }),
    ),
  ),
  web_app_hide_keyboard: works((context) => ask(context, 'ui.hideKeyboard', {})),
  web_app_trigger_haptic_feedback: works((context, data) => {
    const { type, impact_style: style, notification_type: notification } = data;
    const feel = type === 'selection_change' ? 'selection' : type === 'impact' ? style : notification;
    // The broker refuses what nothing feels like.
    return ask(context, 'ui.vibrate', { feel: feel as 'light' });
  }),
};
