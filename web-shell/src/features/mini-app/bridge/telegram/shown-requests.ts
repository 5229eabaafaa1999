import type { BridgeParams } from '@veche/contract';
import { popupButtonKinds } from '@veche/contract/bridge-light';
import { isFields } from '../guards.ts';
import { ask, askAndTell, requestId, textOf, works } from './fields.ts';
import type { TelegramRequest } from './requests.ts';

/** A popup without buttons has one that closes it. */
function popupOf({ title, message, buttons }: Record<string, unknown>): BridgeParams<'ui.showPopup'> {
  const given = Array.isArray(buttons) ? buttons.filter(isFields) : [];
  return {
    title: textOf(title, 64).trim(),
    message: textOf(message, 256),
    buttons: (given.length === 0 ? [{ type: 'close' }] : given).map(({ id, type, text }) => ({
      id: textOf(id, 64),
      kind: popupButtonKinds.find((kind) => kind === type) ?? 'default',
      text: textOf(text, 64),
    })),
  };
}

/** Text and address of what a person may send on. */
function joined(...parts: unknown[]): string {
  return parts
    .map((part) => textOf(part, 2048).trim())
    .filter((part) => part !== '')
    .join('\n')
    .slice(0, 4096);
}

/** What is shown to the person, or asked of them. */
export const shownRequests: Readonly<Record<string, TelegramRequest>> = {
  web_app_open_link: works((context, { url }) => ask(context, 'app.openLink', { url: textOf(url, 2048) })),
  web_app_open_tg_link: works((context, { path_full: path }) =>
    ask(context, 'app.openChat', { link: textOf(path, 1000) }),
  ),
  web_app_open_popup: works((context, data) =>
    askAndTell(
      context,
      ['ui.showPopup', popupOf(data)],
      ({ buttonId }) => context.tell('popup_closed', buttonId === null ? {} : { button_id: buttonId }),
      () => context.tell('popup_closed'),
    ),
  ),
  web_app_open_scan_qr_popup: works((context, { text }) =>
    askAndTell(
      context,
      ['scanner.open', { text: textOf(text, 64) }],
      () => undefined,
      () => context.tell('scan_qr_popup_closed'),
    ),
  ),
  web_app_close_scan_qr_popup: works((context) => ask(context, 'scanner.close', {})),
  web_app_read_text_from_clipboard: works((context, data) =>
    askAndTell(
      context,
      ['clipboard.read', {}],
      ({ text }) => context.tell('clipboard_text_received', { ...requestId(data), data: text }),
      // Without `data` it says that the text was not given.
      () => context.tell('clipboard_text_received', requestId(data)),
    ),
  ),
  // There are no stories: the person may send the same to a chat instead.
  web_app_share_to_story: works((context, { media_url: media, text, widget_link: link }) =>
    ask(context, 'app.share', { text: joined(text, media, isFields(link) ? link['url'] : '') }),
  ),
  web_app_request_file_download: works((context, { url, file_name: name }) =>
    askAndTell(
      context,
      ['app.download', { url: textOf(url, 2048), fileName: textOf(name, 128) }],
      () => context.tell('file_download_requested', { status: 'downloading' }),
      () => context.tell('file_download_requested', { status: 'cancelled' }),
    ),
  ),
};
