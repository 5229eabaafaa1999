import { expect, test } from 'vitest';
import { readMarkup, toMarkup } from './keyboard.ts';

const web = 'http://localhost:8080';
const button = (fields: object) => ({ inline_keyboard: [[{ text: 'go', ...fields }]] });

test('a keyboard comes back as it was sent', () => {
  const sent = {
    inline_keyboard: [
      [
        { text: 'a', callback_data: 'x' },
        { text: 'b', url: 'https://x.example/' },
      ],
      [{ text: 'c', web_app: { url: 'http://hello.apps.localhost:8080/?startapp=one-1' } }],
    ],
  };
  const buttons = readMarkup(sent, web);
  expect(buttons?.[1]?.[0]?.action).toEqual({ kind: 'app', app: 'hello', startParam: 'one-1' });
  expect(buttons && toMarkup(buttons, web)).toEqual(sent);
});

test('nothing, an empty keyboard and the removal of a reply keyboard mean no buttons', () => {
  for (const markup of [undefined, { inline_keyboard: [] }, { inline_keyboard: [[]] }, { remove_keyboard: true }]) {
    expect(readMarkup(markup, web)).toBeNull();
  }
});

test.each([
  [{ keyboard: [[{ text: 'a' }]] }, 'reply keyboards'],
  [{ force_reply: true }, 'forced replies'],
  [button({ callback_data: 'я'.repeat(33) }), 'BUTTON_DATA_INVALID'],
  [button({ url: 'javascript:alert(1)' }), 'BUTTON_URL_INVALID'],
  [button({}), 'exactly one action'],
  [button({ callback_data: 'a', url: 'https://x.example' }), 'exactly one action'],
  [button({ switch_inline_query: '' }), 'switch_inline_query are not supported'],
  [button({ web_app: { url: 'https://elsewhere.example/' } }), 'published here'],
  [button({ web_app: { url: 'http://hello.apps.localhost:8080/page' } }), 'nothing but ?startapp='],
  [button({ web_app: { url: 'http://a.b.apps.localhost:8080/' } }), 'published here'],
])('%j is refused with its reason', (markup, reason) => {
  expect(() => readMarkup(markup, web)).toThrow(reason);
});
