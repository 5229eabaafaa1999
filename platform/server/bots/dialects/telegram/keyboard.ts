import type { Button, ButtonAction, Buttons, NewKeyboard } from '@veche/contract';
import { readAppAction, toAppAddress } from '../app-address.ts';
import { badRequest } from './dialect-error.ts';
import { readReplyKeyboard } from './reply-keyboard.ts';

/** Fields of a button that say what it does; each button has exactly one of them. */
const kinds = {
  supported: [
    'callback_data',
    'url',
    'web_app',
    'copy_text',
    'switch_inline_query',
    'switch_inline_query_current_chat',
    'switch_inline_query_chosen_chat',
  ],
  unsupported: ['login_url', 'callback_game', 'pay'],
} as const;

/** What `reply_markup` asks for: buttons under the message, keys in place of writing, or neither. */
export interface Markup {
  readonly buttons: Buttons | null;
  readonly keyboard: NewKeyboard | null;
}

/** Reads `reply_markup` of a message that is sent. */
export function readMarkup(markup: Record<string, unknown> | undefined, webOrigin: string): Markup {
  if (markup === undefined) return { buttons: null, keyboard: null };
  if (Array.isArray(markup['inline_keyboard'])) return { buttons: readInlineMarkup(markup, webOrigin), keyboard: null };
  const keyboard = readReplyKeyboard(markup, webOrigin);
  if (keyboard === null) throw badRequest("can't parse reply keyboard markup JSON object");
  return { buttons: null, keyboard };
}

/**
 * Reads `reply_markup` where only buttons can be; null stands for none. `style` and `icon_custom_emoji_id` of buttons
 * are looks only and are passed over.
 */
export function readInlineMarkup(markup: Record<string, unknown> | undefined, webOrigin: string): Buttons | null {
  if (markup === undefined) return null;
  const rows = markup['inline_keyboard'];
  if (!Array.isArray(rows)) throw badRequest('inline keyboard expected');
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
  return webApp === undefined ? readLightAction(button) : readAppAction(webApp.url, webOrigin);
}

/** What stays between the person and the shell: a text to copy, or a query in a field. */
function readLightAction(button: Record<string, unknown>): ButtonAction {
  if (button['copy_text'] !== undefined) {
    const { text } = button['copy_text'] as { text: string };
    if (text === '' || text.length > 256) throw badRequest('BUTTON_COPY_TEXT_INVALID');
    return { kind: 'copy', text };
  }
  const chosen = button['switch_inline_query_chosen_chat'] as Record<string, unknown> | undefined;
  const here = button['switch_inline_query_current_chat'];
  const query = String(chosen === undefined ? (here ?? button['switch_inline_query']) : (chosen['query'] ?? ''));
  if (query.length > 256) throw badRequest('BUTTON_DATA_INVALID');
  if (here !== undefined) return { kind: 'query', query };
  const chats = chosen === undefined ? allChats : allChats.filter((chat) => chosen[allowances[chat]] === true);
  if (chats.length === 0) throw badRequest('BUTTON_CHOSEN_CHAT_INVALID');
  return { kind: 'query', query, chats: [...chats] };
}

/** Kinds of chats that a query may go to, by what the dialect calls their allowance. */
const allowances = {
  person: 'allow_user_chats',
  bot: 'allow_bot_chats',
  group: 'allow_group_chats',
  channel: 'allow_channel_chats',
} as const;
const allChats = Object.keys(allowances) as (keyof typeof allowances)[];

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
    case 'copy':
      return { copy_text: { text: action.text } };
    case 'query':
      return toQuery(action);
    case 'app':
      return { web_app: { url: toAppAddress(action, webOrigin) } };
  }
}

function toQuery({ query, chats }: Extract<ButtonAction, { kind: 'query' }>) {
  if (chats === undefined) return { switch_inline_query_current_chat: query };
  if (allChats.every((chat) => chats.includes(chat))) return { switch_inline_query: query };
  const allowed = Object.fromEntries(chats.map((chat) => [allowances[chat], true]));
  return { switch_inline_query_chosen_chat: { query, ...allowed } };
}
