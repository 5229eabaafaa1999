import { expect, test } from 'vitest';
import { escapeLike, foldName, mayTakeUsername, readPeopleQuery } from './rules.ts';

test('a person may not take the public name of a bot', () => {
  expect(mayTakeUsername('person', 'alice')).toBeNull();
  expect(mayTakeUsername('bot', 'echo_bot')).toBeNull();
  expect(mayTakeUsername('person', 'EchoBot')).toMatchObject({ code: 'invalid_input', field: 'username' });
});

test('one Latin word may be a public name or part of a name', () => {
  expect(readPeopleQuery('Ali')).toEqual({ usernamePrefix: 'ali', nameWords: ['ali'] });
});

test('with an @ only public names are looked for', () => {
  expect(readPeopleQuery('@Ali')).toEqual({ usernamePrefix: 'ali', nameWords: [] });
});

test('one letter, Cyrillic or several words are no public name', () => {
  expect(readPeopleQuery('a').usernamePrefix).toBeNull();
  expect(readPeopleQuery('алиса').usernamePrefix).toBeNull();
  expect(readPeopleQuery('alice s')).toEqual({ usernamePrefix: null, nameWords: ['alice', 's'] });
});

test('names are compared without case and with ё as е', () => {
  expect(foldName('Артём ЁЛКИН')).toBe('артем елкин');
});

test('signs of a pattern are taken literally', () => {
  expect(escapeLike('50%_\\')).toBe('50\\%\\_\\\\');
});
