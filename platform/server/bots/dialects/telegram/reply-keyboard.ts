import { type Key, MAX_KEYS, type NewKeyboard } from '@veche/contract';
import { readAppAction } from '../app-address.ts';
import { badRequest } from './dialect-error.ts';

const MAX_IN_ROW = 12;

/** Requests of keys that nothing here answers. */
const unsupportedRequests = ['request_users', 'request_chat', 'request_managed_bot'] as const;

/**
 * Reads `reply_markup` where it is no inline keyboard: keys in place of writing, their removal, a forced reply. `style`
 * and `icon_custom_emoji_id` of keys are looks only and are passed over.
 */
export function readReplyKeyboard(markup: Record<string, unknown>, webOrigin: string): NewKeyboard | null {
  const selective = markup['selective'] === true ? { selective: true as const } : {};
  if (markup['remove_keyboard'] === true) return { kind: 'none', ...selective };
  if (markup['force_reply'] === true) return { kind: 'reply', ...readPlaceholder(markup), ...selective };
  if (!Array.isArray(markup['keyboard'])) return null;
  const rows = (markup['keyboard'] as Record<string, unknown>[][])
    .filter((row) => row.length > 0)
    .map((row) => row.map((key) => readKey(key, webOrigin)));
  if (rows.length === 0) return { kind: 'none', ...selective };
  if (rows.flat().length > MAX_KEYS || rows.length > 100 || rows.some((row) => row.length > MAX_IN_ROW)) {
    throw badRequest('REPLY_MARKUP_TOO_LONG');
  }
  return {
    kind: 'keys',
    rows,
    ...(markup['resize_keyboard'] === true ? { resize: true } : {}),
    ...(markup['one_time_keyboard'] === true ? { oneTime: true } : {}),
    ...(markup['is_persistent'] === true ? { persistent: true } : {}),
    ...readPlaceholder(markup),
    ...selective,
  };
}

function readPlaceholder(markup: Record<string, unknown>): { placeholder?: string } {
  const given = markup['input_field_placeholder'];
  const placeholder = typeof given === 'string' ? given.trim() : '';
  if (placeholder.length > 64) throw badRequest('BUTTON_TEXT_INVALID');
  return placeholder === '' ? {} : { placeholder };
}

function readKey(key: Record<string, unknown>, webOrigin: string): Key {
  const text = typeof key['text'] === 'string' ? key['text'].trim() : '';
  if (text === '') throw badRequest('keyboard button text must be non-empty');
  if (text.length > 256) throw badRequest('BUTTON_TEXT_INVALID');
  const refused = unsupportedRequests.find((request) => key[request] !== undefined);
  if (refused !== undefined) throw badRequest(`keyboard buttons with ${refused} are not supported here`);
  const asks = readRequest(key, webOrigin);
  return asks === undefined ? { text } : { text, asks };
}

/** The first request there is, in the order of the reference server. */
function readRequest(key: Record<string, unknown>, webOrigin: string): Key['asks'] {
  if (key['request_contact'] === true) return { kind: 'contact' };
  if (key['request_location'] === true) return { kind: 'location' };
  if (key['request_poll'] !== undefined) {
    const { type } = key['request_poll'] as { type?: string };
    return type === 'quiz' || type === 'regular' ? { kind: 'poll', quiz: type === 'quiz' } : { kind: 'poll' };
  }
  if (key['web_app'] === undefined) return undefined;
  return readAppAction((key['web_app'] as { url?: string }).url ?? '', webOrigin);
}

const requestTexts: Record<NonNullable<Key['asks']>['kind'], string> = {
  contact: 'phone number can be requested in private chats only',
  location: 'location can be requested in private chats only',
  poll: 'poll can be requested in private chats only',
  app: 'web App buttons can be used in private chats only',
};

/** What the core's refusal of a keyboard is called; undefined for any other field. */
export function keyboardRefusal(field: string | undefined, keyboard: NewKeyboard | null): string | undefined {
  if (field === 'keyboard') return 'inline keyboard expected';
  const [, row, column] = /^keyboard\.rows\.(\d+)\.(\d+)\.asks$/.exec(field ?? '') ?? [];
  if (row === undefined || column === undefined || keyboard?.kind !== 'keys') return undefined;
  const asks = keyboard.rows[Number(row)]?.[Number(column)]?.asks;
  return asks === undefined ? undefined : requestTexts[asks.kind];
}
