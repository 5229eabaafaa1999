import type { MainButton, SecondaryButton } from '@veche/contract';
import { secondaryButtonPlaces } from '@veche/contract/bridge-light';
import { isBoolean } from '../guards.ts';
import { ask, works } from './fields.ts';
import type { TelegramRequest } from './requests.ts';

export const hiddenButton: MainButton = { isVisible: false, text: '', isEnabled: true, isBusy: false };

/** What a call leaves out stays as it was. Colours are the shell's own, so that nothing can look official. */
function changed<Button extends MainButton>(before: Button, data: Record<string, unknown>): Button {
  const { is_visible, is_active, is_progress_visible, text } = data;
  return {
    ...before,
    isVisible: isBoolean(is_visible) ? is_visible : before.isVisible,
    isEnabled: isBoolean(is_active) ? is_active : before.isEnabled,
    isBusy: isBoolean(is_progress_visible) ? is_progress_visible : before.isBusy,
    text: typeof text === 'string' ? text.slice(0, 64) : before.text,
  };
}

function placed(before: SecondaryButton, { position, ...data }: Record<string, unknown>): SecondaryButton {
  const place = secondaryButtonPlaces.find((name) => name === position) ?? before.place;
  return { ...changed(before, data), place };
}

/** The buttons that the shell draws around the frame. */
export const buttonRequests: Readonly<Record<string, TelegramRequest>> = {
  web_app_setup_main_button: works((context, data) => {
    const { state } = context;
    state.mainButton = changed(state.mainButton, data);
    return ask(context, 'ui.setMainButton', state.mainButton);
  }),
  web_app_setup_secondary_button: works((context, data) => {
    const { state } = context;
    state.secondaryButton = placed(state.secondaryButton, data);
    return ask(context, 'ui.setSecondaryButton', state.secondaryButton);
  }),
  web_app_setup_back_button: works((context, { is_visible: isVisible }) =>
    isBoolean(isVisible) ? ask(context, 'ui.setBackButton', { isVisible }) : undefined,
  ),
  web_app_setup_settings_button: works((context, { is_visible: isVisible }) =>
    isBoolean(isVisible) ? ask(context, 'ui.setSettingsButton', { isVisible }) : undefined,
  ),
};
