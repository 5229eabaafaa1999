import { describe, expect, test } from 'vitest';
import { inWords } from '../../../../tests/support/entities.ts';
import { parseTelegramHtml as parse } from './html.ts';

const styles: [kind: string, tags: string[]][] = [
  ['bold', ['b', 'strong', 'B']],
  ['italic', ['i', 'em']],
  ['underline', ['u', 'ins']],
  ['strikethrough', ['s', 'strike', 'del']],
  ['spoiler', ['tg-spoiler']],
  ['code', ['code']],
  ['pre', ['pre']],
  ['blockquote', ['blockquote']],
];

const facts: [fact: string, source: string, text: string, entities?: string[]][] = [
  ['plain text stays', 'a > b & c "d"', 'a > b & c "d"'],
  ['a span of the class is a spoiler', '<span class="tg-spoiler">a</span>', 'a', ['spoiler a']],
  ['named references', '&lt;&gt;&amp;&quot;', '<>&"'],
  ['numeric references', '&#1071;&#x1F3DF;', 'Я🏟'],
  ['references without their semicolon', '&lt&#65', '<A'],
  ['unknown references stay', '&nbsp;&laquo;&ltx;&#0;&#99999999;', '&nbsp;&laquo;&ltx;&#0;&#99999999;'],
  ['tags nest', '<b>a <i>b</i></b>', 'a b', ['bold a b', 'italic b']],
  ['an end without a name ends the innermost', '<b>a<i>b</></>', 'ab', ['bold ab', 'italic b']],
  ['unknown attributes are passed over', '<b x y=1 z=\'2\' w = "3">a</b >', 'a', ['bold a']],
  ['a link', '<a href="https://example.org/?a=1&amp;b=2">a</a>', 'a', ['link a https://example.org/?a=1&b=2']],
  [
    'a link by token or single quotes',
    "<a href=example.org>a</a><a href='example.org'>b</a>",
    'ab',
    ['link a http://example.org/', 'link b http://example.org/'],
  ],
  [
    'a link without an address is its own',
    '<a>example.org</a>',
    'example.org',
    ['link example.org http://example.org/'],
  ],
  ['a link to a script is text', '<a href="javascript:alert(1)">a</a>', 'a'],
  ['a link to an account', '<a href="tg://user?id=42">a</a>', 'a', ['accountMention a 42']],
  ['a block with a language', '<pre><code class="language-c">a</code></pre>', 'a', ['pre a c']],
  ['the same the other way round', '<code class="language-c"><pre>a</pre></code>', 'a', ['pre a c']],
  ['a language of inline code is passed over', '<code class="language-c">a</code>', 'a', ['code a']],
  ['a folded quote', '<blockquote expandable>a</blockquote>', 'a', ['blockquote a expandable']],
  ['a quote with code', '<blockquote>a <code>b</code></blockquote>', 'a b', ['blockquote a b', 'code b']],
  ['a custom emoji is its text', '<tg-emoji emoji-id="12">👍</tg-emoji>', '👍'],
  ['a time is its text', '<tg-time unix="12" format="t">вчера</tg-time>', 'вчера'],
  ['empty tags vanish', 'a<b></b>', 'a'],
];

const failures: [source: string, message: string, byteOffset: number][] = [
  ['я <b', 'Unclosed start tag at byte offset 3', 3],
  ['<div>a</div>', 'Unsupported start tag "div" at byte offset 0', 0],
  ['<3', 'Unclosed start tag at byte offset 0', 0],
  ['a <- b', 'Unsupported start tag "-" at byte offset 2', 2],
  ['<b =x>', 'Empty attribute name in the tag "b" at byte offset 0', 0],
  ['<b x = ', 'Unclosed start tag "b" at byte offset 0', 0],
  ['<b x="1>', 'Unclosed start tag at byte offset 0', 0],
  ['<b x=1,>', 'Unexpected end of name token at byte offset 5', 5],
  ['<span>a</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0', 0],
  ['a</b>', 'Unexpected end tag at byte offset 1', 1],
  ['<b>a</i>', 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"', 4],
  ['<b>a</b', 'Unclosed end tag at byte offset 4', 4],
  ['я <b>a', 'Can\'t find end tag corresponding to start tag "b"', 3],
  ['<tg-emoji emoji-id="x">a</tg-emoji>', 'Invalid custom emoji identifier specified', 0],
  [
    'a&#xD83C;b',
    'Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units',
    0,
  ],
];

describe('HTML', () => {
  test.each(styles)('%s', (kind, tags) => {
    for (const tag of tags) expect(inWords(parse(`<${tag}>a</${tag}>`))).toEqual([`${kind} a`]);
  });

  test.each(facts)('%s', (_fact, source, text, entities = []) => {
    const parsed = parse(source);
    expect(parsed.text).toBe(text);
    expect(inWords(parsed)).toEqual(entities);
  });

  test.each(failures)('%j is refused with its place', (source, message, byteOffset) => {
    expect(() => parse(source)).toThrow(
      expect.objectContaining({ name: 'MarkupError', message: `can't parse entities: ${message}`, byteOffset }),
    );
  });
});
