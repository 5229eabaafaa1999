import { expect, test } from 'vitest';
import type { AccountId, ChatId, MessageId } from '@veche/contract';
import type { MessageRow } from '../../../sync/client.ts';
import { asText, inOrder, type Selected, stillSelected, toggled } from './selected.ts';

const row = (id: number, more: Partial<MessageRow> = {}): MessageRow => ({
  ...{ chatId: 1 as ChatId, messageId: id as MessageId, senderId: 1 as AccountId, at: '2026-03-01T10:00:00.000Z' },
  ...{ key: `m${id}`, state: 'sent', text: `text ${id}`, ordinal: id, reactions: [] },
  ...more,
});
const chosen = (...rows: MessageRow[]): Selected => new Map(rows.map((one) => [one.messageId, one]));
const ids = (selected: Selected | undefined) => selected && inOrder(selected).map(({ messageId }) => messageId);

test('a message is taken and given back, and a hundred are the most', () => {
  const two = toggled(toggled(new Map(), row(2))!, row(1));
  expect(ids(two)).toEqual([1, 2]);
  expect(ids(toggled(two!, row(2)))).toEqual([1]);
  const full = chosen(...Array.from({ length: 100 }, (_, index) => row(index + 1)));
  expect(toggled(full, row(101))).toBeUndefined();
  expect(toggled(full, row(100))?.size).toBe(99);
});

test('what is deleted is no longer chosen, what the window let go is, and edits are seen', () => {
  const selected = chosen(row(1), row(5), row(6), row(9));
  const edited = row(9, { text: 'edited' });
  const after = stillSelected(selected, [row(4), row(6, { deleted: true }), row(7), edited]);
  expect(ids(after)).toEqual([1, 9]);
  expect(after.get(9)?.text).toBe('edited');
  expect(stillSelected(after, [edited])).toBe(after);
  expect(stillSelected(after, [])).toBe(after);
});

test('messages are copied with names and times, in the order of the chat', () => {
  const says = {
    nameOf: ({ senderId }: MessageRow) => `person ${senderId}`,
    timeOf: ({ at }: MessageRow) => at.slice(0, 10),
    wordsOf: ({ text }: MessageRow) => text,
  };
  expect(asText(inOrder(chosen(row(2), row(1))), says)).toBe(
    'person 1, 2026-03-01\ntext 1\n\nperson 1, 2026-03-01\ntext 2',
  );
});
