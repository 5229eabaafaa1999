import type { TelegramCore } from './telegram-core.ts';

type Fields = Record<string, unknown>;

/** Links, popups, the camera, the clipboard, files: what the person sees or is asked. */
export function telegramShown({ app, launch, post, on, ask, tell, readPairs }: TelegramCore): void {
  type Done = (value?: unknown) => void;
  const call = (done: unknown, ...values: unknown[]): void => {
    if (typeof done === 'function') (done as (...values: unknown[]) => void)(...values);
  };
  const showPopup = (params: Fields, done?: Done): void =>
    ask('web_app_open_popup', params, ['popup_closed'], ({ button_id: id }) => {
      call(done, id ?? null);
      tell('popupClosed', { button_id: id ?? null });
    });

  let read: ((text: string) => unknown) | undefined;
  on('qr_text_received', ({ data }) => {
    tell('qrTextReceived', { data });
    if (read?.(String(data)) === true) post('web_app_close_scan_qr_popup');
  });
  on('scan_qr_popup_closed', () => {
    read = undefined;
    tell('scanQrPopupClosed');
  });

  Object.assign(app, {
    openLink: (url: string) => post('web_app_open_link', { url: new URL(url, location.href).href }),
    openTelegramLink: (url: string) => {
      const { pathname, search } = new URL(url, location.href);
      post('web_app_open_tg_link', { path_full: pathname + search });
    },
    openInvoice: (url: string, done?: Done) => {
      const slug = /(?:\/\$|\/invoice\/)([\w-]+)$/.exec(url)?.[1] ?? url;
      ask('web_app_open_invoice', { slug }, ['invoice_closed'], ({ status }) => {
        call(done, status);
        tell('invoiceClosed', { url, status });
      });
    },
    switchInlineQuery: (query: string, types: readonly string[] = []) => {
      if (launch['tgWebAppBotInline'] === undefined) throw new Error('WebAppInlineModeDisabled');
      post('web_app_switch_inline_query', { query, chat_types: types });
    },
    // No key of a keyboard opens apps here, and by no other way of opening may data be sent.
    sendData: () => {
      throw new Error('WebAppDataInvalid');
    },
    shareToStory: (url: string, params: Fields = {}) => post('web_app_share_to_story', { media_url: url, ...params }),
    shareMessage: (id: string, done?: Done) =>
      ask('web_app_send_prepared_message', { id }, ['prepared_message_sent', 'prepared_message_failed'], (data) => {
        const isSent = data['answer'] === 'prepared_message_sent';
        call(done, isSent);
        tell(isSent ? 'shareMessageSent' : 'shareMessageFailed', data);
      }),
    setEmojiStatus: (id: string, params: unknown, done?: Done) =>
      ask('web_app_set_emoji_status', { custom_emoji_id: id }, ['emoji_status_set', 'emoji_status_failed'], (data) => {
        const isSet = data['answer'] === 'emoji_status_set';
        call(done ?? params, isSet);
        tell(isSet ? 'emojiStatusSet' : 'emojiStatusFailed', data);
      }),
    requestEmojiStatusAccess: (done?: Done) =>
      ask('web_app_request_emoji_status_access', {}, ['emoji_status_access_requested'], ({ status }) => {
        call(done, status === 'allowed');
        tell('emojiStatusAccessRequested', { status });
      }),
    downloadFile: (params: Fields, done?: Done) =>
      ask('web_app_request_file_download', params, ['file_download_requested'], ({ status }) => {
        call(done, status === 'downloading');
        tell('fileDownloadRequested', { status });
      }),
    showPopup,
    showAlert: (message: string, done?: Done) => showPopup({ message }, () => call(done)),
    showConfirm: (message: string, done?: Done) =>
      showPopup({ message, buttons: [{ type: 'ok', id: 'ok' }, { type: 'cancel' }] }, (id) => call(done, id === 'ok')),
    showScanQrPopup: (params: Fields, done?: (text: string) => unknown) => {
      read = done;
      post('web_app_open_scan_qr_popup', params);
    },
    closeScanQrPopup: () => post('web_app_close_scan_qr_popup'),
    readTextFromClipboard: (done?: Done) =>
      ask('web_app_read_text_from_clipboard', {}, ['clipboard_text_received'], ({ data }) => {
        call(done, data ?? null);
        tell('clipboardTextReceived', { data: data ?? null });
      }),
    requestWriteAccess: (done?: Done) =>
      ask('web_app_request_write_access', {}, ['write_access_requested'], ({ status }) => {
        call(done, status === 'allowed');
        tell('writeAccessRequested', { status });
      }),
    requestContact: (done?: Done) =>
      ask('web_app_request_phone', {}, ['phone_requested'], ({ status }) => {
        const isSent = status === 'sent';
        const settle = (more: object): void => {
          call(done, isSent, { status, ...more });
          tell('contactRequested', { status, ...more });
        };
        if (!isSent) return settle({});
        const contact = { method: 'getRequestedContact', params: {} };
        ask('web_app_invoke_custom_method', contact, ['custom_method_invoked'], ({ result: response }) =>
          settle({ response, responseUnsafe: readPairs(String(response)) }),
        );
      }),
    addToHomeScreen: () => post('web_app_add_to_home_screen'),
    checkHomeScreenStatus: (done?: Done) =>
      ask('web_app_check_home_screen', {}, ['home_screen_checked'], ({ status }) => {
        call(done, status);
        tell('homeScreenChecked', { status });
      }),
  });
  on('home_screen_added', () => tell('homeScreenAdded'));
  on('home_screen_failed', (error) => tell('homeScreenFailed', error));
}
