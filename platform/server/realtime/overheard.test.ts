import type { ChatId } from '@veche/contract';
import { expect, test } from 'vitest';
import { createOverheard } from './overheard.ts';

const [yard, school] = [1 as ChatId, 2 as ChatId];
const head = (lastSeq: number) => ({ lastSeq, messageCount: lastSeq });

test('each listener hears what moved on after it came, and where it stands by now', () => {
  const overheard = createOverheard();
  const early = overheard.begin();
  overheard.note(yard, head(1));
  const late = overheard.begin();
  overheard.note(school, head(7));
  overheard.note(school, head(8));
  expect(overheard.since(early, yard)).toMatchObject(head(1));
  expect(overheard.since(late, yard)).toBeUndefined();
  expect(overheard.since(late, school)).toMatchObject(head(8));
});

test('nothing is kept for nobody, nor what all who listen came after', () => {
  const overheard = createOverheard();
  overheard.note(yard, head(1));
  const early = overheard.begin();
  overheard.note(yard, head(2));
  const late = overheard.begin();
  overheard.note(school, head(3));
  overheard.end(early);
  // Of the time before `late` came, by a place that would still see it.
  expect(overheard.since({ turn: 0 }, yard)).toBeUndefined();
  expect(overheard.since(late, school)).toMatchObject(head(3));
  overheard.end(late);
  expect(overheard.since({ turn: 0 }, school)).toBeUndefined();
});
