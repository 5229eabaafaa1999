import type { AccountId, Button, ButtonAction, Buttons, Key, NewKeyboard } from '@veche/contract';
import { z } from 'zod';
import { findPublicName } from '../../../identity/index.ts';
import { findAppOfBot } from '../../registration/store.ts';
import { readAppAction } from '../app-address.ts';
import { optionalFlag, optionalInteger, optionalText } from './fields.ts';
import { badRequest, notSupported } from './max-error.ts';
import type { MaxCall } from './operation.ts';

const MAX_ROWS = 30;
const MAX_BUTTONS = 210;
const MAX_IN_ROW = 7;
/** In rows with buttons that lead out of the chat or ask for something. */
const MAX_WIDE_IN_ROW = 3;
const wide = new Set(['link', 'open_app', 'request_contact', 'request_geo_location']);
/** Here these stand in place of writing, not under a message. */
const keyTypes = new Set(['message', 'request_contact', 'request_geo_location']);

const RawButton = z.object({
  type: z.string(),
  text: z.string().min(1).max(128),
  payload: optionalText,
  url: optionalText,
  web_app: optionalText,
  contact_id: optionalInteger,
  quick: optionalFlag,
});
type RawButton = z.infer<typeof RawButton>;

export const Rows = z.array(z.array(RawButton).max(MAX_IN_ROW)).min(1).max(MAX_ROWS);

/** What an inline keyboard comes to: buttons under the message, or keys in place of writing. */
export interface ReadKeyboard {
  readonly buttons?: Buttons;
  readonly keyboard?: NewKeyboard;
}

/**
 * Reads an inline keyboard. One of messages and requests alone becomes keys, which answer for the person as those
 * buttons do; beside others they are refused, because a message has buttons or keys.
 */
export async function readKeyboard(call: MaxCall, given: z.infer<typeof Rows>): Promise<ReadKeyboard> {
  const rows = given.filter((row) => row.length > 0);
  const all = rows.flat();
  if (all.length === 0) throw badRequest('buttons: must have a button');
  if (all.length > MAX_BUTTONS) throw badRequest(`buttons: up to ${MAX_BUTTONS} may stand under a message`);
  for (const [index, row] of rows.entries()) {
    if (row.length > MAX_WIDE_IN_ROW && row.some(({ type }) => wide.has(type))) {
      throw badRequest(`buttons.${index}: a row with ${[...wide].join(', ')} has up to ${MAX_WIDE_IN_ROW} buttons`);
    }
  }
  const keys = all.filter(({ type }) => keyTypes.has(type)).length;
  if (keys === 0)
    return { buttons: await Promise.all(rows.map((row) => Promise.all(row.map((one) => toButton(call, one))))) };
  if (all.some(({ type }) => !keyTypes.has(type) && type !== 'open_app')) {
    throw notSupported(`Buttons of the types ${[...keyTypes].join(', ')} beside others are`);
  }
  const keyRows = await Promise.all(rows.map((row) => Promise.all(row.map((one) => toKey(call, one)))));
  return { keyboard: { kind: 'keys', rows: keyRows, resize: true } };
}

async function toButton(call: MaxCall, button: RawButton): Promise<Button> {
  return { text: button.text, action: await readAction(call, button) };
}

async function readAction(call: MaxCall, button: RawButton): Promise<ButtonAction> {
  const { type, payload = '', url = '' } = button;
  switch (type) {
    case 'callback':
      return { kind: 'callback', data: payload };
    case 'link':
      return { kind: 'url', url };
    case 'clipboard':
      return { kind: 'copy', text: payload };
    case 'open_app':
      return readApp(call, button);
    default:
      throw notSupported(`Buttons of the type ${type.slice(0, 40)} are`);
  }
}

async function toKey(call: MaxCall, button: RawButton): Promise<Key> {
  const { type, text } = button;
  if (type === 'request_contact') return { text, asks: { kind: 'contact' } };
  if (type === 'request_geo_location') return { text, asks: { kind: 'location' } };
  return type === 'open_app' ? { text, asks: await readApp(call, button) } : { text };
}

/** The mini-app of a bot, by its id, its name or the app's address; without any, the bot's own. */
async function readApp(call: MaxCall, button: RawButton): Promise<Extract<ButtonAction, { kind: 'app' }>> {
  const { web_app: app, contact_id: contactId, payload } = button;
  if (payload !== undefined && !/^[\w-]{1,512}$/.test(payload)) {
    throw badRequest('payload: of open_app has up to 512 characters A-Z, a-z, 0-9, _ and -');
  }
  const start = payload === undefined ? {} : { startParam: payload };
  if (app !== undefined && /^https?:/i.test(app)) return { ...readAppAction(app, call.webOrigin), ...start };
  const botId = app === undefined ? ((contactId ?? call.botId) as AccountId) : await findBot(call, app);
  const slug = botId === null ? null : (await findAppOfBot(call.sql, botId))?.slug;
  if (slug == null) throw badRequest('web_app: there is no mini-app of this bot');
  return { kind: 'app', app: slug, ...start };
}

async function findBot({ sql }: MaxCall, name: string): Promise<AccountId | null> {
  const holder = await findPublicName(sql, name.replace(/^@/, ''));
  return holder !== null && 'accountId' in holder ? holder.accountId : null;
}
