import { describe, expect, test } from 'vitest';
import { inWords } from '../../../../tests/support/entities.ts';
import { parseMaxHtml } from './max-html.ts';
import { parseMaxMarkdown } from './max-markdown.ts';
import { parseMarkdown } from './own-markdown.ts';
import { writeMarkdown } from './write-markdown.ts';

type Facts = [fact: string, source: string, text: string, entities?: string[]][];

const own: Facts = [
  ['plain text stays', 'Привет, мир', 'Привет, мир'],
  ['bold', 'a **b c** d', 'a b c d', ['bold b c']],
  ['italic', '_a_, (_b_)', 'a, (b)', ['italic a', 'italic b']],
  ['underline', '__a__', 'a', ['underline a']],
  ['strikethrough', '~~a~~', 'a', ['strikethrough a']],
  ['spoiler', '||a||', 'a', ['spoiler a']],
  ['code', '`a **b**`', 'a **b**', ['code a **b**']],
  ['a block of code', '```ts\nlet a;\n```', 'let a;', ['pre let a; ts']],
  ['a block of code in a line', '```a```', 'a', ['pre a']],
  ['styles nest', '**a _b ~~c~~_**', 'a b c', ['bold a b c', 'italic b c', 'strikethrough c']],
  ['italic inside underline', '___a___', 'a', ['italic a', 'underline a']],
  ['a link', '[a **b**](https://example.org)', 'a b', ['link a b https://example.org/', 'bold b']],
  ['an address with brackets', '[a](https://example.org/b_(c))', 'a', ['link a https://example.org/b_(c)']],
  ['the innermost brackets make the link', '[a [b](example.org)', '[a b', ['link b http://example.org/']],
  ['a link to an account', '[Ваня](account:7)', 'Ваня', ['accountMention Ваня 7']],
  ['a quote', '> a\n> b\nc', 'a\nb\nc', ['blockquote a⏎b']],
  ['styles inside a quote', '> **a**', 'a', ['blockquote a', 'bold a']],
  ['an empty line of a quote', '> a\n>\n> b', 'a\n\nb', ['blockquote a⏎⏎b']],
  ['a face is no quote', '>:( зол', '>:( зол'],
  ['names in code style are words', 'snake_case_name и __init__x', 'snake_case_name и __init__x'],
  ['marks beside blanks are text', '2 ** 3 ** 4, a || b', '2 ** 3 ** 4, a || b'],
  ['a mark without its end is text', 'a **b _c', 'a **b _c'],
  ['a second opening mark is text', '**a **b**', 'a **b', ['bold a **b']],
  ['crossing marks: the first to end wins', '**a _b** c_', 'a _b c_', ['bold a _b']],
  ['empty pairs are text', '**** ____ |||| `` ``````', '**** ____ |||| `` ``````'],
  ['blank code and links are text', '` ` [ ](example.org)', '` ` [ ](example.org)'],
  ['a backtick alone is text', 'it`s\n5 o`clock', 'it`s\n5 o`clock'],
  ['escaped marks are text', '\\*\\*a\\*\\* \\[b](c) \\\\', '**a** [b](c) \\'],
  ['a backslash before a letter stays', 'C:\\dir', 'C:\\dir'],
  [
    'marks inside an address are letters of it',
    'см. https://example.org/__init__/a_b_c',
    'см. https://example.org/__init__/a_b_c',
  ],
  ['a style around an address', '**https://example.org**', 'https://example.org', ['bold https://example.org']],
  ['a link to a script is text', '[a](javascript:b)', '[a](javascript:b)'],
];

const max: Facts = [
  ['emphasis', '*a* _b_', 'a b', ['italic a', 'italic b']],
  ['strong', '**a** __b__', 'a b', ['bold a', 'bold b']],
  ['both', '***a***', 'a', ['bold a', 'italic a']],
  ['strikethrough, underline and code', '~~a~~ ++b++ `c`', 'a b c', ['strikethrough a', 'underline b', 'code c']],
  ['a highlight is plain', '^^a^^', 'a'],
  ['a heading is bold', '# A\nb # c', 'A\nb # c', ['bold A']],
  ['a hashtag is no heading', '#a', '#a', ['hashtag #a']],
  ['a link', '[a](https://example.org)', 'a', ['link a https://example.org/']],
  ['a link to an account', '[a](max://user/7)', 'a', ['accountMention a 7']],
];

const maxHtml: Facts = [
  ['emphasis and strong', '<i>a</i><em>b</em><b>c</b><strong>d</strong>', 'abcd', ['italic ab', 'bold cd']],
  [
    'strikethrough and underline',
    '<s>a</s><del>b</del> <u>c</u><ins>d</ins>',
    'ab cd',
    ['strikethrough ab', 'underline cd'],
  ],
  ['code and a block of it', '<code>a</code> <pre>b</pre>', 'a b', ['code a', 'pre b']],
  ['a highlight is plain, a heading bold', '<mark>a</mark><h1>b</h1>', 'ab', ['bold b']],
  ['a link', '<a class="x" href="https://example.org/?a=1&amp;b">a</a>', 'a', ['link a https://example.org/?a=1&b']],
  ['a link to an account', "<a href='max://user/7'>a</a>", 'a', ['accountMention a 7']],
  ['other tags are left out', '<div onclick="x">a<script>b</script></div><constructor>c</constructor>', 'abc'],
  ['a line break', 'a<br/>b', 'a\nb'],
  ['references', '&lt;b&gt; &amp;&nbsp;', '<b> &&nbsp;'],
  ['what is no tag is text', 'a < b > c <3', 'a < b > c <3'],
  ['an end without a start is left out', 'a</b>', 'a'],
  ['a start without an end lasts to the end', 'a<b>b<i>c', 'abc', ['bold bc', 'italic c']],
  ['an outer end ends the inner', '<b>a<i>b</b>c</i>', 'abc', ['bold ab', 'italic b']],
];

describe.each([
  ['our markdown', own, parseMarkdown],
  ['the markdown of MAX', max, parseMaxMarkdown],
  ['the html of MAX', maxHtml, parseMaxHtml],
])('%s', (_dialect, facts, parse) => {
  test.each(facts)('%s', (_fact, source, text, entities = []) => {
    const parsed = parse(source);
    expect(parsed.text).toBe(text);
    expect(inWords(parsed).filter((entity) => !entity.startsWith('url'))).toEqual(entities);
  });
});

describe('a text written as markdown', () => {
  test.each(own)('says the same: %s', (_fact, source) => {
    const parsed = parseMarkdown(source);
    expect(parseMarkdown(writeMarkdown(parsed))).toEqual(parsed);
  });

  test.each([
    ['snake_case stays readable', { text: 'a_b_c 2 * 3', entities: [] }, 'a_b_c 2 * 3'],
    ['what would be read as marks is escaped', { text: '**a**', entities: [] }, '\\*\\*a\\*\\*'],
    ['a line that looks like a quote is escaped', { text: '> a', entities: [] }, '\\> a'],
    [
      'a block of code stands on lines of its own',
      { text: 'a()', entities: [{ kind: 'pre', language: 'js', offset: 0, length: 3 }] },
      '```js\na()\n```',
    ],
    [
      'what cannot be said loses its style, never its text',
      { text: 'abc', entities: [{ kind: 'italic', offset: 1, length: 1 }] },
      'abc',
    ],
  ] as const)('%s', (_fact, formatted, written) => {
    expect(writeMarkdown(formatted)).toBe(written);
    expect(parseMarkdown(written).text).toBe(formatted.text);
  });
});
