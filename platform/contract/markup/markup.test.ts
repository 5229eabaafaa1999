import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyEntity, anyText } from '../../../tests/support/any-text.ts';
import { Entities } from '../entities.ts';
import {
  checkEntities,
  type FormattedText,
  MarkupError,
  parseMarkdown,
  parseMaxHtml,
  parseMaxMarkdown,
  parseTelegramHtml,
  parseTelegramMarkdown,
  parseTelegramMarkdownV2,
  type TextNode,
  toNodes,
  trimText,
  writeMarkdown,
} from './index.ts';

type Parse = (source: string) => FormattedText;

const parsers: [name: string, parse: Parse][] = [
  ['our markdown', parseMarkdown],
  ['the markdown of MAX', parseMaxMarkdown],
  ['the html of MAX', parseMaxHtml],
  ['the first Markdown', parseTelegramMarkdown],
  ['MarkdownV2', parseTelegramMarkdownV2],
  ['HTML', parseTelegramHtml],
];

const anyHtml = fc
  .array(
    fc.oneof(
      fc.constantFrom('<b>', '</b>', '<i>', '</i>', '</>', '<a href="example.org">', '</a>', '<pre>', '</pre>', '<'),
      fc.constantFrom(
        '<code class="language-a">',
        '</code>',
        '<blockquote expandable>',
        '</blockquote>',
        '&lt;',
        '&#65',
      ),
      fc.constantFrom('a', '\n', '😀', '>', '&', '"', '<b x', '<u', '</', "='"),
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''));

describe.each(parsers)('%s', (_name, parse) => {
  test('answers a text with sound entities, or the one typed failure', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, anyHtml), (source) => {
        const parsed = parseOrRefused(parse, source);
        if (parsed === null) return;
        expect(parsed.text.isWellFormed()).toBe(true);
        expect(Entities.safeParse(parsed.entities).success).toBe(true);
        expect(checkEntities(parsed.text, parsed.entities)).toEqual(parsed.entities);
      }),
      { numRuns: 800 },
    );
  });

  test('takes any string at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (source) => void parseOrRefused(parse, source)),
      { numRuns: 200 },
    );
  }, 20_000);

  test.each(hostileTexts())('needs no more than its length of %s', (_what, hostile) => {
    const work = (length: number) => processorTime(() => void parseOrRefused(parse, hostile(length)));
    // Eight times the text costs eight times the work; 64 times would be a square. Others use the machine too, and
    // first runs are slow: what holds once holds.
    const holds = () => work(16_000) < 24 * Math.max(work(2_000), 1);
    expect(Array.from({ length: 5 }).some(holds)).toBe(true);
  });
});

describe('our markdown', () => {
  test('written back has the same text', () => {
    fc.assert(
      fc.property(anyText, fc.array(anyEntity, { maxLength: 6 }), (text, given) => {
        const formatted = { text, entities: checkEntities(text, given) };
        expect(parseMarkdown(writeMarkdown(formatted)).text).toBe(text);
      }),
      { numRuns: 1000 },
    );
  });

  test('read, written and read again has the same text', () => {
    fc.assert(
      fc.property(anyText, (source) => {
        const parsed = parseMarkdown(source);
        expect(parseMarkdown(writeMarkdown(parsed)).text).toBe(parsed.text);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('nodes of a text', () => {
  test('nest as the entities do', () => {
    expect(toNodes(parseMarkdown('a **b _c_** d'))).toEqual([
      'a ',
      {
        entity: { kind: 'bold', offset: 2, length: 3 },
        children: ['b ', { entity: { kind: 'italic', offset: 4, length: 1 }, children: ['c'] }],
      },
      ' d',
    ]);
  });

  test('have all of the text, whatever the entities are', () => {
    const textOf = (nodes: readonly TextNode[]): string =>
      nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('');
    fc.assert(
      fc.property(anyText, fc.array(anyEntity, { maxLength: 10 }), (text, entities) => {
        expect(textOf(toNodes({ text, entities }))).toBe(text);
        expect(textOf(toNodes({ text, entities: checkEntities(text, entities) }))).toBe(text);
      }),
    );
  });
});

test('a trimmed text takes its entities along', () => {
  const entities = [
    { kind: 'pre', offset: 0, length: 3 },
    { kind: 'bold', offset: 3, length: 1 },
  ] as const;
  expect(trimText({ text: ' \nab \n', entities })).toEqual({
    text: 'ab',
    entities: [
      { kind: 'pre', offset: 0, length: 1 },
      { kind: 'bold', offset: 1, length: 1 },
    ],
  });
  expect(trimText({ text: ' ', entities: [] }).text).toBe('');
});

function parseOrRefused(parse: Parse, source: string): FormattedText | null {
  try {
    return parse(source);
  } catch (error) {
    if (error instanceof MarkupError) return null;
    throw error;
  }
}

/** In milliseconds. */
function processorTime(work: () => void): number {
  const before = process.cpuUsage();
  work();
  return process.cpuUsage(before).user / 1000;
}

function hostileTexts(): [what: string, make: (length: number) => string][] {
  const repeated = (unit: string) => (length: number) => unit.repeat(Math.ceil(length / unit.length));
  const nested = (open: string, close: string) => (length: number) => {
    const depth = Math.floor(length / (open.length + close.length));
    return `${open.repeat(depth)}a${close.repeat(depth)}`;
  };
  const units = [
    '**',
    '*a',
    '_',
    '__a ',
    '`',
    '```',
    '``` ',
    '||',
    '~~a',
    '[',
    '](',
    '[a](',
    '[a](b)',
    '![',
    '>',
    '\n>',
  ];
  const more = [
    '> a\n',
    '\\',
    '&',
    '&#',
    '&#65',
    '<',
    '</',
    '<b',
    '<b ',
    '<a href="',
    '</b>',
    '#',
    '@a',
    '/a',
    'a.',
    '1',
  ];
  const wild = ['a@', 'a.ru/', 'a.ru/)', 'http://', '+7', '+7 9', '😀', '  ', 'ab-', '*a_b~c', '<b><i>', '(', '#а'];
  return [
    ...[...units, ...more, ...wild].map((unit): [string, (length: number) => string] => [
      JSON.stringify(unit),
      repeated(unit),
    ]),
    ['nested tags', nested('<b>', '</b>')],
    ['nested quotes and links', nested('<blockquote><a href="example.org">', '</a></blockquote>')],
    ['nested brackets', nested('[', ']')],
    ['nested marks', nested('*_', '_*')],
    ['ends without a start', nested('<b>', '</i>')],
  ];
}

test('pages have the folder without the schemas', async () => {
  const folder = fileURLToPath(new URL('.', import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
  expect(files.length).toBeGreaterThan(10);
  for (const name of files) {
    const imports = (await readFile(join(folder, name), 'utf8')).match(/^import [^;]*;$/gm) ?? [];
    const outward = imports.filter((line) => /\.\.\/(?:entities|core\/[\w-]+)\.ts'|'zod'/.test(line));
    expect(outward.filter((line) => !line.startsWith('import type'))).toEqual([]);
  }
});
