import type { TelegramCore } from './telegram-core.ts';

type Fields = Record<string, unknown>;
type Press = () => void;

/** The buttons around the frame, and how the window looks and behaves. */
export function telegramWindow({ app, post, on, tell, define, listen, unlisten }: TelegramCore): void {
  /** A button that the shell draws. Every change is told at once; what is not named stays. */
  const button = (setup: string, pressed: string, name: string, state: Fields, told: (state: Fields) => object) => {
    const it: Fields = {};
    const change = (changes: object): Fields => {
      Object.assign(state, changes);
      post(setup, told(state));
      return it;
    };
    on(pressed, () => tell(name));
    Object.assign(it, {
      show: () => change({ isVisible: true }),
      hide: () => change({ isVisible: false }),
      onClick: (press: Press) => (listen(name, press), it),
      offClick: (press: Press) => (unlisten(name, press), it),
    });
    for (const key of Object.keys(state)) {
      const set = (value: unknown): void => void change({ [key]: value });
      Object.defineProperty(it, key, { get: () => state[key], set, enumerable: true });
    }
    return { it, change };
  };
  const large = (which: 'main' | 'secondary', first: Fields): Fields => {
    const { it, change } = button(
      `web_app_setup_${which}_button`,
      `${which}_button_pressed`,
      `${which}ButtonClicked`,
      { isVisible: false, isActive: true, isProgressVisible: false, hasShineEffect: false, ...first },
      (state) => ({
        is_visible: state['isVisible'],
        is_active: state['isActive'],
        is_progress_visible: state['isProgressVisible'],
        text: state['text'],
        position: state['position'],
      }),
    );
    const names: Readonly<Record<string, string>> = {
      is_visible: 'isVisible',
      is_active: 'isActive',
      text_color: 'textColor',
      has_shine_effect: 'hasShineEffect',
    };
    return Object.assign(it, {
      type: which,
      setText: (text: string) => change({ text }),
      enable: () => change({ isActive: true }),
      disable: () => change({ isActive: false }),
      showProgress: (leaveActive = false) => change({ isProgressVisible: true, isActive: leaveActive }),
      hideProgress: () => change({ isProgressVisible: false, isActive: true }),
      setParams: (params: Fields) =>
        change(Object.fromEntries(Object.entries(params).map(([name, value]) => [names[name] ?? name, value]))),
    });
  };
  const small = (which: 'back' | 'settings'): Fields =>
    button(
      `web_app_setup_${which}_button`,
      `${which}_button_pressed`,
      `${which}ButtonClicked`,
      { isVisible: false },
      (state) => ({ is_visible: state['isVisible'] }),
    ).it;
  Object.assign(app, {
    MainButton: large('main', { text: 'Continue', color: '', textColor: '' }),
    SecondaryButton: large('secondary', { text: 'Cancel', color: '', textColor: '', position: 'left' }),
    BackButton: small('back'),
    SettingsButton: small('settings'),
  });

  const state: Fields = {
    headerColor: 'bg_color',
    backgroundColor: 'bg_color',
    bottomBarColor: 'bottom_bar_bg_color',
    isClosingConfirmationEnabled: false,
    isVerticalSwipesEnabled: true,
    isOrientationLocked: false,
    isFullscreen: false,
    isActive: true,
  };
  define(app, Object.fromEntries(Object.keys(state).map((key) => [key, () => state[key]])));
  /** A function that keeps a value and tells it to the shell. */
  const setting = (key: string, eventType: string, told: (value: unknown) => object) => (value: unknown) => {
    state[key] = value;
    post(eventType, told(value));
  };
  const colour = (key: string, part: string) => {
    const set = setting(key, `web_app_set_${part}_color`, (value) =>
      String(value).startsWith('#') ? { color: value } : { color_key: value, color: value },
    );
    const accessor = { get: () => state[key], set, enumerable: true, configurable: true };
    Object.defineProperty(app, key, accessor);
    return set;
  };
  const closing = setting('isClosingConfirmationEnabled', 'web_app_setup_closing_behavior', (value) => ({
    need_confirmation: value,
  }));
  const swipes = setting('isVerticalSwipesEnabled', 'web_app_setup_swipe_behavior', (value) => ({
    allow_vertical_swipe: value,
  }));
  const turning = setting('isOrientationLocked', 'web_app_toggle_orientation_lock', (locked) => ({ locked }));
  Object.assign(app, {
    setHeaderColor: colour('headerColor', 'header'),
    setBackgroundColor: colour('backgroundColor', 'background'),
    setBottomBarColor: colour('bottomBarColor', 'bottom_bar'),
    enableClosingConfirmation: () => closing(true),
    disableClosingConfirmation: () => closing(false),
    enableVerticalSwipes: () => swipes(true),
    disableVerticalSwipes: () => swipes(false),
    lockOrientation: () => turning(true),
    unlockOrientation: () => turning(false),
    requestFullscreen: () => post('web_app_request_fullscreen'),
    exitFullscreen: () => post('web_app_exit_fullscreen'),
    hideKeyboard: () => post('web_app_hide_keyboard'),
    safeAreaInset: { top: 0, right: 0, bottom: 0, left: 0 },
    contentSafeAreaInset: { top: 0, right: 0, bottom: 0, left: 0 },
  });
  on('fullscreen_changed', ({ is_fullscreen: isFullscreen }) => {
    state['isFullscreen'] = isFullscreen;
    tell('fullscreenChanged');
  });
  on('fullscreen_failed', (error) => tell('fullscreenFailed', error));
  on('visibility_changed', ({ is_visible: isVisible }) => {
    state['isActive'] = isVisible;
    tell(isVisible === true ? 'activated' : 'deactivated');
  });

  const feel = (type: string, more: object = {}): Fields => {
    post('web_app_trigger_haptic_feedback', { type, ...more });
    return haptics;
  };
  const haptics: Fields = {
    impactOccurred: (style: string) => feel('impact', { impact_style: style }),
    notificationOccurred: (type: string) => feel('notification', { notification_type: type }),
    selectionChanged: () => feel('selection_change'),
  };
  app['HapticFeedback'] = haptics;
}
