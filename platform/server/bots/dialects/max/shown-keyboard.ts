import type { ButtonAction, Key, Message } from '@veche/contract';
import { toAppAddress } from '../app-address.ts';

/** The buttons or keys of a message as the dialect shows them; empty when there are none. */
export function toKeyboard({ buttons, keyboard }: Message, webOrigin: string): object[] {
  const shown = (buttons ?? []).map((row) =>
    row.flatMap(({ text, action }) => {
      const button = toAction(action, webOrigin);
      return button === null ? [] : [{ text, ...button }];
    }),
  );
  const keys = keyboard?.kind === 'keys' ? keyboard.rows.map((row) => row.map((key) => toKey(key, webOrigin))) : [];
  const rows = [...shown, ...keys].filter((row) => row.length > 0);
  return rows.length === 0 ? [] : [{ type: 'inline_keyboard', payload: { buttons: rows } }];
}

/** Null for what the dialect has no button for. */
function toAction(action: ButtonAction, webOrigin: string) {
  switch (action.kind) {
    case 'callback':
      return { type: 'callback', payload: action.data };
    case 'url':
      return { type: 'link', url: action.url };
    case 'copy':
      return { type: 'clipboard', payload: action.text };
    case 'app':
      return toApp(action, webOrigin);
    case 'query':
      return null;
  }
}

function toKey({ text, asks }: Key, webOrigin: string) {
  switch (asks?.kind) {
    case 'contact':
      return { type: 'request_contact', text };
    case 'location':
      return { type: 'request_geo_location', text };
    case 'app':
      return { text, ...toApp(asks, webOrigin) };
    default:
      return { type: 'message', text };
  }
}

function toApp({ app, startParam }: Omit<Extract<ButtonAction, { kind: 'app' }>, 'kind'>, webOrigin: string) {
  const payload = startParam === undefined ? {} : { payload: startParam };
  return { type: 'open_app', web_app: toAppAddress({ app }, webOrigin), ...payload };
}
