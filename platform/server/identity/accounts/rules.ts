import { VecheError } from '@veche/contract';

/** A person may not look like a bot: names that end in `bot` belong to bots. */
export function mayTakeUsername(kind: 'person' | 'bot', username: string): VecheError | null {
  if (kind === 'bot' || !/bot$/i.test(username)) return null;
  return new VecheError('invalid_input', 'username: names that end in "bot" are for bots', { field: 'username' });
}

/** What a search box may hold: a phone to match whole, the start of a public name, words of a name. */
export interface PeopleQuery {
  readonly usernamePrefix: string | null;
  readonly nameWords: readonly string[];
}

/** Shortest start of a public name that is looked for among everyone. */
const SHORTEST_PREFIX = 2;

/** Reads a search text; the phone is tried apart, because reading it needs a country. */
export function readPeopleQuery(text: string): PeopleQuery {
  const username = text.replace(/^@/, '').toLowerCase();
  const isPrefix = username.length >= SHORTEST_PREFIX && /^[a-z][a-z0-9_]*$/.test(username);
  return {
    usernamePrefix: isPrefix ? username : null,
    // With an @ the person has said that it is a public name.
    nameWords: text.startsWith('@')
      ? []
      : text
          .split(/\s+/)
          .map(foldName)
          .filter((word) => word !== ''),
  };
}

/** How names are compared: without case, and ё as е. The store folds the same way. */
export function foldName(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}

/** A text as a literal part of a LIKE pattern. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
