import { expect, test } from 'vitest';
import { readInlineMarkup, readMarkup, toMarkup } from './keyboard.ts';

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
      [
        { text: 'd', copy_text: { text: 'A-17' } },
        { text: 'e', switch_inline_query: '' },
        { text: 'f', switch_inline_query_current_chat: 'cats' },
        { text: 'g', switch_inline_query_chosen_chat: { query: 'dogs', allow_group_chats: true } },
      ],
    ],
  };
  const { buttons } = readMarkup(sent, web);
  expect(buttons?.[1]?.[0]?.action).toEqual({ kind: 'app', app: 'hello', startParam: 'one-1' });
  expect(buttons && toMarkup(buttons, web)).toEqual(sent);
});

test('nothing and an empty keyboard mean no buttons', () => {
  for (const markup of [undefined, { inline_keyboard: [] }, { inline_keyboard: [[]] }]) {
    expect(readMarkup(markup, web)).toEqual({ buttons: null, keyboard: null });
  }
});

test('keys, their removal and a forced reply are read with all that is said of them', () => {
  const markup = {
    keyboard: [
      [{ text: ' Да ' }, { text: 'Номер', request_contact: true }],
      [],
      [{ text: 'Где', request_location: true }],
    ],
    ...{ resize_keyboard: true, one_time_keyboard: true, is_persistent: false, input_field_placeholder: 'Выберите' },
  };
  expect(readMarkup(markup, web).keyboard).toEqual({
    kind: 'keys',
    rows: [
      [{ text: 'Да' }, { text: 'Номер', asks: { kind: 'contact' } }],
      [{ text: 'Где', asks: { kind: 'location' } }],
    ],
    ...{ resize: true, oneTime: true, placeholder: 'Выберите' },
  });
  const more = [
    { text: 'Опрос', request_poll: { type: 'quiz' } },
    { text: 'Окно', web_app: { url: 'http://hello.apps.localhost:8080/' } },
  ];
  expect(readMarkup({ keyboard: [more], selective: true }, web).keyboard).toMatchObject({
    rows: [[{ asks: { kind: 'poll', quiz: true } }, { asks: { kind: 'app', app: 'hello' } }]],
    selective: true,
  });
  expect(readMarkup({ remove_keyboard: true, selective: true }, web).keyboard).toEqual({
    kind: 'none',
    selective: true,
  });
  expect(readMarkup({ force_reply: true, input_field_placeholder: 'Имя' }, web).keyboard).toEqual({
    ...{ kind: 'reply', placeholder: 'Имя' },
  });
});

test.each([
  [{ keyboard: [[{ text: ' ' }]] }, 'text must be non-empty'],
  [{ keyboard: [[{ text: 'a', request_chat: { request_id: 1 } }]] }, 'request_chat are not supported'],
  [{ keyboard: [Array.from({ length: 13 }, () => ({ text: 'a' }))] }, 'REPLY_MARKUP_TOO_LONG'],
  [{ keyboard: [[{ text: 'a', web_app: { url: 'https://elsewhere.example/' } }]] }, 'published here'],
  [{ force_reply: true, input_field_placeholder: 'x'.repeat(65) }, 'BUTTON_TEXT_INVALID'],
  [{}, "can't parse reply keyboard"],
])('of a sent message %j is refused with its reason', (markup, reason) => {
  expect(() => readMarkup(markup, web)).toThrow(reason);
});

test.each([
  [{ keyboard: [[{ text: 'a' }]] }, 'inline keyboard expected'],
  [{ force_reply: true }, 'inline keyboard expected'],
  [button({ callback_data: 'я'.repeat(33) }), 'BUTTON_DATA_INVALID'],
  [button({ url: 'javascript:alert(1)' }), 'BUTTON_URL_INVALID'],
  [button({}), 'exactly one action'],
  [button({ callback_data: 'a', url: 'https://x.example' }), 'exactly one action'],
  [button({ login_url: { url: 'https://x.example/' } }), 'login_url are not supported'],
  [button({ pay: true }), 'pay are not supported'],
  [button({ copy_text: { text: '' } }), 'BUTTON_COPY_TEXT_INVALID'],
  [button({ copy_text: { text: 'x'.repeat(257) } }), 'BUTTON_COPY_TEXT_INVALID'],
  [button({ switch_inline_query: 'x'.repeat(257) }), 'BUTTON_DATA_INVALID'],
  [button({ switch_inline_query_chosen_chat: { query: 'x' } }), 'BUTTON_CHOSEN_CHAT_INVALID'],
  [button({ web_app: { url: 'https://elsewhere.example/' } }), 'published here'],
  [button({ web_app: { url: 'http://hello.apps.localhost:8080/page' } }), 'nothing but ?startapp='],
  [button({ web_app: { url: 'http://a.b.apps.localhost:8080/' } }), 'published here'],
])('under a message %j is refused with its reason', (markup, reason) => {
  expect(() => readInlineMarkup(markup, web)).toThrow(reason);
});
