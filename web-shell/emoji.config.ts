import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin } from 'vite';

/** Of what newer versions add, the fonts of people draw little. */
const NEWEST_VERSION = 15.1;
/** Tones of skin and kinds of hair, which are no emoji by themselves. */
const COMPONENTS = 2;

const ASKED = /^emojibase-data\/(?:en|ru)\/data\.json\?(?:list|words)$/;
const RESOLVED = /^\0emojibase-data\/(en|ru)\/data\?(list|words)$/;

interface Given {
  readonly hexcode: string;
  readonly emoji: string;
  readonly label: string;
  readonly tags?: readonly string[];
  readonly group?: number;
  readonly version: number;
  readonly skins?: readonly unknown[];
}

const { resolve } = createRequire(import.meta.url);
const read = <T>(file: string): T => JSON.parse(readFileSync(resolve(`emojibase-data/${file}`), 'utf8')) as T;
const moreWords = new URL('./src/features/chat/emoji/more-words.txt', import.meta.url);

/**
 * Of the files of emojibase, which weigh 1.7 MB, the shell gets what it shows: by `emojibase-data/en/data.json?list` the
 * emoji in their groups, by `emojibase-data/<language>/data.json?words` a line for each in that order, its name and
 * behind `|` what else it is found by. The English words have the short codes, and those of `more-words.txt`.
 */
export function emoji(): Plugin {
  return {
    name: 'veche-emoji',
    enforce: 'pre',
    resolveId: {
      filter: { id: ASKED },
      handler: (id) => `\0${id.replace('.json', '')}`,
    },
    load: {
      filter: { id: RESOLVED },
      handler(id) {
        const [, language = '', what] = RESOLVED.exec(id) ?? [];
        const [name, given] = what === 'list' ? ['groups', list()] : ['lines', words(language)];
        // Read so, it is understood faster than as a script.
        return {
          code: `export const ${name} = JSON.parse(${JSON.stringify(JSON.stringify(given))})`,
          moduleType: 'js',
        };
      },
    },
  };
}

const offered = (): Given[] =>
  read<Given[]>('en/data.json').filter(
    ({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST_VERSION,
  );

function list() {
  return Object.values(Object.groupBy(offered(), ({ group }) => group!)).map((group = []) =>
    group.map((one) => [asWritten(one.emoji), one.version, one.skins === undefined ? 0 : 1]),
  );
}

function words(language: string): string[] {
  const named = new Map(read<Given[]>(`${language}/data.json`).map((one) => [one.hexcode, one]));
  const codes = language === 'en' ? read<Record<string, string | string[]>>('en/shortcodes/github.json') : {};
  const lines = readFileSync(moreWords, 'utf8').trim().split('\n');
  const more = new Map(language === 'en' ? lines.map((line) => [line.split(' ')[0], line]) : []);
  return offered().map((one) => {
    const { label, tags = [] } = named.get(one.hexcode) ?? one;
    const [, ...ours] = more.get(asWritten(one.emoji))?.split(' ') ?? [];
    const said = new Set(inWords(label));
    const further = [...tags, ...[codes[one.hexcode] ?? []].flat(), ...ours].flatMap(inWords);
    return `${label}|${[...new Set(further)].filter((word) => !said.has(word)).join(' ')}`;
  });
}

/** What is a picture by itself is written without the sign that asks for one. */
function asWritten(given: string): string {
  return /^\p{Emoji_Presentation}\uFE0F$/u.test(given) ? given.slice(0, -1) : given;
}

function inWords(text: string): string[] {
  return text
    .toLocaleLowerCase()
    .split(/[^\p{L}\p{N}+]+/u)
    .filter((word) => word !== '');
}
