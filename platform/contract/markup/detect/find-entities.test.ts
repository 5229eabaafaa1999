import { describe, expect, test } from 'vitest';
import { inWords } from '../../../../tests/support/entities.ts';
import { findEntities } from './find-entities.ts';

const found = (text: string) => inWords({ text, entities: findEntities(text) });

describe.each<[kind: string, facts: [text: string, ...found: string[]][]]>([
  [
    'url',
    [
      ['https://example.org', 'https://example.org'],
      ['HTTP://Example.ORG/Path', 'HTTP://Example.ORG/Path'],
      ['см. http://example.org/a?b=c&d#e.', 'http://example.org/a?b=c&d#e'],
      ['example.ru', 'example.ru'],
      ['Зайдите на gosuslugi.ru, там всё есть', 'gosuslugi.ru'],
      ['Сайт:example.ru', 'example.ru'],
      ['президент.рф и москва.президент.рф/события', 'президент.рф', 'москва.президент.рф/события'],
      ['http://президент.рф/путь', 'http://президент.рф/путь'],
      ['xn--d1abbgf6aiiy.xn--p1ai', 'xn--d1abbgf6aiiy.xn--p1ai'],
      ['EXAMPLE.COM', 'EXAMPLE.COM'],
      ['example.com:8080/a', 'example.com:8080/a'],
      ['example.com:99999/a', 'example.com'],
      ['example.com: текст', 'example.com'],
      ['https://intranet.local/a', 'https://intranet.local/a'],
      ['http://192.168.0.1:8080/a', 'http://192.168.0.1:8080/a'],
      ['http://user:word@example.org/', 'http://user:word@example.org/'],
      ['(https://example.org)', 'https://example.org'],
      ['(см. https://example.org/a_(b))', 'https://example.org/a_(b)'],
      ['«https://example.org/a»', 'https://example.org/a'],
      ['"example.org/a"', 'example.org/a'],
      ['<https://example.org>', 'https://example.org'],
      [
        'https://example.org/a, https://example.org/b; example.org!',
        'https://example.org/a',
        'https://example.org/b',
        'example.org',
      ],
      ['https://example.org/a…', 'https://example.org/a'],
      ['Правда, что example.org/a?', 'example.org/a'],
      ['example.org?q=1', 'example.org?q=1'],
      ['example.org?', 'example.org'],
      ['https://example.org/a/', 'https://example.org/a/'],
      ['https://en.wikipedia.org/wiki/C++', 'https://en.wikipedia.org/wiki/C++'],
      ['https://example.org/@name/#/a_b', 'https://example.org/@name/#/a_b'],
      ['**https://example.org/a**', 'https://example.org/a'],
      ['example.org.', 'example.org'],
      ['my_host.example.org', 'my_host.example.org'],
      ['-example.org'],
      ['ex_ample.org'],
      ['http://localhost/'],
      ['http://example'],
      ['javascript://example.org'],
      ['ftp://example.org'],
      ['1.2.3.4 и 10.5'],
      ['readme.md, main.py, запись.txt'],
      ['Он пришёл.Она ушла. Just.In time'],
      ['т.е. и т.п. и т.д.'],
      ['...example.org'],
      ['a..com'],
    ],
  ],
  [
    'email',
    [
      ['ivan@example.ru', 'ivan@example.ru'],
      ['Пишите: ivan.petrov+work@mail.example.com.', 'ivan.petrov+work@mail.example.com'],
      ['mailto:ivan@example.ru', 'ivan@example.ru'],
      ['почта@президент.рф', 'почта@президент.рф'],
      ['a@b.museum', 'a@b.museum'],
      ['ivan@example'],
      ['ivan@@example.ru'],
    ],
  ],
  [
    'mention',
    [
      ['@ivan_petrov', '@ivan_petrov'],
      ['Привет, @ivan_petrov!', '@ivan_petrov'],
      ['(@alice1) @bobby2', '@alice1', '@bobby2'],
      ['@example.ru', '@example'],
      ['@ivan'],
      ['@1ivan_petrov'],
      ['почта@ivanpetrov'],
      ['@иванпетров'],
      ['@ivan_petrovа'],
      ['@@ivan_petrov'],
      [`@${'a'.repeat(33)}`],
    ],
  ],
  [
    'hashtag',
    [
      ['#Школа', '#Школа'],
      ['Тема #новости2026, #тест_1.', '#новости2026', '#тест_1'],
      ['#1А', '#1А'],
      ['#a-b', '#a'],
      ['#1'],
      ['#'],
      ['# заголовок'],
      ['a#b'],
      ['#a#b'],
      [`#${'а'.repeat(257)}`],
    ],
  ],
  [
    'botCommand',
    [
      ['/start', '/start'],
      ['/start@veche_bot сейчас', '/start@veche_bot'],
      ['Наберите /help.', '/help'],
      ['/start@ab'],
      ['/'],
      ['a/b'],
      ['1/2'],
      ['/usr/bin'],
      ['</b>'],
      ['/помощь'],
    ],
  ],
  [
    'phone',
    [
      ['+79991234567', '+79991234567'],
      ['Звоните: +7 (999) 123-45-67.', '+7 (999) 123-45-67'],
      ['8 800 555-35-35', '8 800 555-35-35'],
      ['8(495)123-45-67', '8(495)123-45-67'],
      ['+1-202-555-0123', '+1-202-555-0123'],
      ['+44 20 7946 0958', '+44 20 7946 0958'],
      ['+100500'],
      ['8 лет'],
      ['88005553535123'],
      ['4111 1111 1111 1111'],
      ['12:34 +79'],
      ['№8-1234567890'],
      ['а+79991234567'],
    ],
  ],
])('%s', (kind, facts) => {
  test.each(facts)('in %j', (text, ...expected) => {
    expect(found(text)).toEqual(expected.map((passage) => `${kind} ${passage}`));
  });
});

test('what stands inside an address is a part of it', () => {
  expect(found('https://example.org/@alice1/#tag?/start +79991234567')).toEqual([
    'url https://example.org/@alice1/#tag?/start',
    'phone +79991234567',
  ]);
});

test('neighbours are found together', () => {
  expect(found('@alice1 /start #тег a@example.ru example.ru')).toEqual([
    'mention @alice1',
    'botCommand /start',
    'hashtag #тег',
    'email a@example.ru',
    'url example.ru',
  ]);
});
