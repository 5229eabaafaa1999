import { checkEntities } from '@veche/contract/markup';
import { describe, expect, test } from 'vitest';
import { cleanText } from './clean-text.ts';
import { extractPreview } from './extract.ts';
import { firstAddress } from './first-address.ts';

const PAGE = 'https://example.org/news/1';

function extract(html: string | Uint8Array, contentType = 'text/html; charset=utf-8') {
  return extractPreview(typeof html === 'string' ? Buffer.from(html) : html, { 'content-type': contentType }, PAGE);
}

/** Letters of Russian in an encoding of one byte each. */
function encode(text: string, charset: string): Uint8Array {
  const decoder = new TextDecoder(charset);
  const byCharacter = new Map(
    Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte] as const),
  );
  return Uint8Array.from([...text].map((character) => byCharacter.get(character) ?? 63));
}

describe('a preview', () => {
  test('takes what the page says for sharing before what it says for itself', () => {
    const html = `<head><title>Сам</title><meta name="description" content="сам о себе">
      <meta property="og:title" content="Новость &amp; дело"><meta property="og:description" content="Коротко">
      <meta property="og:site_name" content="Вестник"><meta property="og:image" content="/p.jpg"></head>`;
    expect(extract(html)).toEqual({
      title: 'Новость & дело',
      description: 'Коротко',
      siteName: 'Вестник',
      imageUrl: 'https://example.org/p.jpg',
    });
  });

  test('falls back to the card for another network, then to title and description', () => {
    expect(extract('<meta name="twitter:title" content="A"><meta name="twitter:description" content="B">')).toEqual({
      title: 'A',
      description: 'B',
    });
    expect(extract('<title>\n Дом \n книги </title><META NAME="Description" CONTENT="Книги">')).toEqual({
      title: 'Дом книги',
      description: 'Книги',
    });
  });

  test.each([
    ['nothing to say', '<html><body>текст</body></html>', 'text/html'],
    ['a blank title', '<title> \n </title>', 'text/html'],
    ['no page', '{"title":"x"}', 'application/json'],
    ['a picture', '<title>x</title>', 'image/svg+xml'],
    ['no type', '<title>x</title>', ''],
  ])('is none for %s', (_what, html, contentType) => {
    expect(extract(html, contentType)).toBeNull();
  });

  test('hears nothing of what stands in the body', () => {
    expect(extract('<head></head><body><title>x</title><meta property="og:title" content="y"></body>')).toBeNull();
    expect(extract('<head><title>a</title></head><meta property="og:title" content="y">')).toEqual({ title: 'a' });
  });

  test('takes no picture but one of the web', () => {
    for (const image of ['javascript:alert(1)', 'data:image/png;base64,AAAA', 'file:///etc/passwd', 'http://']) {
      expect(extract(`<title>a</title><meta property="og:image" content="${image}">`)).toEqual({ title: 'a' });
    }
  });

  test('is one line of plain text, without what turns or hides letters', () => {
    expect(extract('<title>a&#7;\u202eb\u2066c\u200b\n&lt;b&gt;d</title>')?.title).toBe('a b c <b>d');
    expect(extract('<title>exe&#x202E;gpj.</title>')?.title).toBe('exe gpj.');
  });

  test('is cut at its limits, never through a character', () => {
    const preview = extract(
      `<title>${'я'.repeat(5000)}</title><meta name="description" content="${'😀'.repeat(900)}">`,
    );
    expect(preview?.title).toBe(`${'я'.repeat(199)}…`);
    expect(preview?.description?.length).toBeLessThanOrEqual(400);
    expect(preview?.description?.isWellFormed()).toBe(true);
    expect(cleanText(undefined, 5)).toBeUndefined();
  });

  test('comes out of a page that was cut in the middle', () => {
    const whole = Buffer.from(`<title>Дом</title><meta name="description" content="${'ё'.repeat(400)}`);
    expect(extract(whole.subarray(0, whole.length - 101))?.title).toBe('Дом');
  });

  test('survives a hostile page', () => {
    expect(extract('<meta '.repeat(80_000))).toBeNull();
    expect(extract(`<title>${'<b>'.repeat(100_000)}`)?.title).toHaveLength(200);
    expect(extract(`<meta property="og:title" content="${'a'.repeat(500_000)}`)).toBeNull();
  });
});

describe('a charset', () => {
  const html = '<title>Проверка связи</title>';

  test.each(['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'])('%s is read by the header', (charset) => {
    expect(extract(encode(html, charset), `text/html; charset=${charset}`)?.title).toBe('Проверка связи');
  });

  test.each([
    '<meta charset="windows-1251">',
    '<meta charset=windows-1251>',
    '<META http-equiv="Content-Type" content="text/html; charset=Windows-1251">',
  ])('is read by %s', (meta) => {
    expect(extract(encode(meta + html, 'windows-1251'), 'text/html')?.title).toBe('Проверка связи');
  });

  test('of the header counts more than that of the page; an unknown one counts nothing', () => {
    expect(extract(`<meta charset="koi8-r">${html}`, 'text/html; charset="UTF-8"')?.title).toBe('Проверка связи');
    expect(extract(`<meta charset="klingon">${html}`, 'text/html; charset=nonsense')?.title).toBe('Проверка связи');
  });

  test('that nobody states is UTF-8, or windows-1251 where that is impossible', () => {
    expect(extract(html, 'text/html')?.title).toBe('Проверка связи');
    expect(extract(encode(html, 'windows-1251'), 'text/html')?.title).toBe('Проверка связи');
  });

  test('of a byte order mark counts most', () => {
    const utf16 = Buffer.from(`\ufeff${html}`, 'utf16le');
    expect(extract(utf16, 'text/html; charset=windows-1251')?.title).toBe('Проверка связи');
  });
});

describe('the address that is previewed', () => {
  const addressIn = (text: string, said: Parameters<typeof checkEntities>[1] = []) =>
    firstAddress(text, checkEntities(text, said));

  test.each([
    ['is the first one', 'см. https://example.org/a и https://example.com', 'https://example.org/a'],
    ['of a bare domain is https', 'см. example.org', 'https://example.org/'],
    ['of a Cyrillic domain is in full', 'президент.рф', 'https://xn--d1abbgf6aiiy.xn--p1ai/'],
    ['is no mail address', 'a@example.org', null],
    ['is none in plain words', 'Здравствуй. Как дела?', null],
  ])('%s', (_fact, text, expected) => expect(addressIn(text)).toBe(expected));

  test('may stand under a text, but not in code and not under a spoiler', () => {
    const link = { kind: 'link', offset: 0, length: 3, url: 'https://example.org/x' } as const;
    expect(addressIn('тут', [link])).toBe('https://example.org/x');
    expect(addressIn('example.org', [{ kind: 'code', offset: 0, length: 11 }])).toBeNull();
    expect(addressIn('example.org', [{ kind: 'spoiler', offset: 0, length: 11 }])).toBeNull();
  });
});
