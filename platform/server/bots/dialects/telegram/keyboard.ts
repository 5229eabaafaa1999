import type { Button, ButtonAction, Buttons } from '@veche/contract';
import { AppSlug } from '@veche/contract';
import { badRequest } from './dialect-error.ts';

/** Fields of a button that say what it does; each button has exactly one of them. */
const kinds = {
  supported: ['callback_data', 'url', 'web_app'],
  unsupported: [
    'login_url',
    'switch_inline_query',
    'switch_inline_query_current_chat',
    'switch_inline_query_chosen_chat',
    'copy_text',
    'callback_game',
    'pay',
  ],
} as const;

/**
 * Reads `reply_markup`. Null stands for no buttons, which is also what removing a reply keyboard comes to here,
 * where there is none. `style` and `icon_custom_emoji_id` of buttons are looks only and are passed over.
 */
export function readMarkup(markup: Record<string, unknown> | undefined, webOrigin: string): Buttons | null {
  if (markup === undefined || markup['remove_keyboard'] === true) return null;
  const rows = markup['inline_keyboard'];
  if (!Array.isArray(rows))
    throw badRequest('reply keyboards and forced replies are not supported here; use an inline keyboard');
  const buttons = (rows as Record<string, unknown>[][])
    .filter((row) => row.length > 0)
    .map((row) => row.map((button) => readButton(button, webOrigin)));
  return buttons.length === 0 ? null : buttons;
}

function readButton(button: Record<string, unknown>, webOrigin: string): Button {
  const text = typeof button['text'] === 'string' ? button['text'] : '';
  if (text.trim() === '') throw badRequest('inline keyboard button text must not be empty');
  const refused = kinds.unsupported.find((kind) => button[kind] !== undefined && button[kind] !== false);
  if (refused !== undefined) throw badRequest(`inline keyboard buttons with ${refused} are not supported here`);
  const given = kinds.supported.filter((kind) => button[kind] !== undefined);
  if (given.length !== 1) throw badRequest('an inline keyboard button must have exactly one action');
  return { text, action: readAction(button, webOrigin) };
}

function readAction(button: Record<string, unknown>, webOrigin: string): ButtonAction {
  const {
    callback_data: data,
    url,
    web_app: webApp,
  } = button as { callback_data?: string; url?: string; web_app?: { url: string } };
  if (data !== undefined) {
    const size = Buffer.byteLength(data);
    if (size < 1 || size > 64) throw badRequest('BUTTON_DATA_INVALID');
    return { kind: 'callback', data };
  }
  if (url !== undefined) {
    // Clients send bare hosts; they are meant as web addresses.
    const full = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
    if (!URL.canParse(full) || !/^https?:$/.test(new URL(full).protocol)) throw badRequest('BUTTON_URL_INVALID');
    return { kind: 'url', url: full };
  }
  return readAppAction(webApp?.url ?? '', webOrigin);
}

/** A mini-app of ours by its address `<slug>.apps.<web host>`, with `?startapp=` at most. */
function readAppAction(address: string, webOrigin: string): ButtonAction {
  if (!URL.canParse(address)) throw badRequest('BUTTON_URL_INVALID');
  const app = new URL(address);
  const web = new URL(webOrigin);
  const slug = app.host.endsWith(`.apps.${web.host}`) ? app.host.slice(0, -`.apps.${web.host}`.length) : '';
  if (app.protocol !== web.protocol || !AppSlug.safeParse(slug).success) {
    throw badRequest(`web_app addresses must be of a mini-app published here, ${web.protocol}//<app>.apps.${web.host}`);
  }
  const others = [...app.searchParams.keys()].filter((name) => name !== 'startapp');
  if (app.pathname !== '/' || app.hash !== '' || others.length > 0) {
    throw badRequest('web_app addresses may carry nothing but ?startapp=');
  }
  const startParam = app.searchParams.get('startapp') ?? '';
  if (!/^[\w-]{0,512}$/.test(startParam))
    throw badRequest('startapp may have up to 512 characters A-Z, a-z, 0-9, _ and -');
  return { kind: 'app', app: slug, ...(startParam === '' ? {} : { startParam }) };
}

/** Buttons as the dialect shows them. */
export function toMarkup(buttons: Buttons, webOrigin: string) {
  return {
    inline_keyboard: buttons.map((row) => row.map(({ text, action }) => ({ text, ...toAction(action, webOrigin) }))),
  };
}

function toAction(action: ButtonAction, webOrigin: string) {
  switch (action.kind) {
    case 'callback':
      return { callback_data: action.data };
    case 'url':
      return { url: action.url };
    case 'app': {
      const web = new URL(webOrigin);
      const start = action.startParam === undefined ? '' : `?startapp=${action.startParam}`;
      return { web_app: { url: `${web.protocol}//${action.app}.apps.${web.host}/${start}` } };
    }
  }
}
