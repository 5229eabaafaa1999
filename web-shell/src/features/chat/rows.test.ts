import { describe, expect, test } from 'vitest';
import type { AccountId, ChatId, MessageId, Seq } from '@veche/contract';
import type { MessageRow } from '../../sync/client.ts';
import { placeMessages } from './rows.ts';

const alice = 1 as AccountId;
const bob = 2 as AccountId;
const utcDay = (at: string) => at.slice(0, 10);

function message(id: number, senderId: AccountId, at: string): MessageRow {
  return {
    chatId: 1 as ChatId,
    messageId: id as MessageId,
    key: `m${id}`,
    state: 'sent',
    senderId,
    at,
    text: 'text',
    ordinal: id,
    reactions: [],
  };
}

const runs = (messages: MessageRow[], unreadAfter: number | null = null) =>
  placeMessages(messages, unreadAfter, alice, utcDay).flatMap(({ messages: placed }) =>
    placed.map(({ firstOfRun, lastOfRun }) => `${firstOfRun ? '[' : ''}${lastOfRun ? ']' : ''}`),
  );

test('messages of one sender within minutes make a run', () => {
  expect(
    runs([
      message(1, bob, '2026-03-01T10:00:00.000Z'),
      message(2, bob, '2026-03-01T10:01:00.000Z'),
      message(3, bob, '2026-03-01T10:02:00.000Z'),
      message(4, alice, '2026-03-01T10:02:10.000Z'),
      message(5, bob, '2026-03-01T10:03:00.000Z'),
      message(6, bob, '2026-03-01T10:09:00.000Z'),
    ]),
  ).toEqual(['[', '', ']', '[]', '[]', '[]']);
});

test('the first one looks as it does below the one before it, which is not drawn', () => {
  const [above, first, other] = [
    message(1, bob, '2026-03-01T10:00:00.000Z'),
    message(2, bob, '2026-03-01T10:01:00.000Z'),
    message(2, alice, '2026-03-01T10:01:00.000Z'),
  ];
  const isFirstOfRun = (one: MessageRow) =>
    placeMessages([one], null, alice, utcDay, above)[0]!.messages[0]!.firstOfRun;
  expect(isFirstOfRun(first)).toBe(false);
  expect(isFirstOfRun(other)).toBe(true);
});

test('midnight ends a run and begins a day', () => {
  const days = placeMessages(
    [message(1, bob, '2026-03-01T23:59:00.000Z'), message(2, bob, '2026-03-02T00:00:30.000Z')],
    null,
    alice,
    utcDay,
  );
  expect(days.map((day) => day.key)).toEqual(['2026-03-01', '2026-03-02']);
  expect(days.every((day) => day.messages[0]!.firstOfRun && day.messages[0]!.lastOfRun)).toBe(true);
});

test('the unread divider stands once, above the first unread message of somebody else, and ends the run', () => {
  const messages = [
    message(1, bob, '2026-03-01T10:00:00.000Z'),
    message(2, bob, '2026-03-01T10:00:10.000Z'),
    message(3, bob, '2026-03-01T10:00:20.000Z'),
  ];
  const placed = placeMessages(messages, 1, alice, utcDay)[0]!.messages;
  expect(placed.map(({ unreadAbove }) => unreadAbove)).toEqual([false, true, false]);
  expect(runs(messages, 1)).toEqual(['[]', '[', ']']);
  const own = [message(4, alice, '2026-03-01T10:01:00.000Z')];
  expect(placeMessages(own, 1, alice, utcDay)[0]!.messages[0]!.unreadAbove).toBe(false);
});

describe('what is told between messages', () => {
  const at = '2026-03-01T10:00:30.000Z';
  const came = (id: number, kind: 'member.added' | 'member.removed' = 'member.added', when = at): MessageRow => ({
    ...message(id, bob, when),
    state: 'told',
    key: `e${id}`,
    told: {
      ...{ kind, chatId: 1 as ChatId, seq: id as Seq, actorId: bob, at: when },
      ...{ accountId: (id + 100) as AccountId, role: 'member' as const },
    },
  });
  const shapes = (messages: MessageRow[]) =>
    placeMessages(messages, null, alice, utcDay).map((day) =>
      day.messages.map(({ message: { key }, told }) => `${key}${told === undefined ? '' : ` x${told.length}`}`),
    );

  test('comings in a row are one line, and goings another; a message or a day between them parts them', () => {
    const said = message(4, bob, at);
    const nextDay = '2026-03-02T10:00:00.000Z';
    expect(
      shapes([
        ...[came(1), came(2), came(3), said, came(5), came(6, 'member.removed'), came(7, 'member.removed')],
        came(8, 'member.removed', nextDay),
      ]),
    ).toEqual([['e1 x3', 'm4', 'e5 x1', 'e6 x2'], ['e8 x1']]);
  });

  test('who came by themselves, and who was brought by whom, are lines of their own', () => {
    const by = (row: MessageRow, actorId: AccountId): MessageRow => ({ ...row, told: { ...row.told!, actorId } });
    const alone = (id: number) => by(came(id), (id + 100) as AccountId);
    expect(shapes([alone(1), alone(2), came(3), came(4), by(came(5), alice)])).toEqual([['e1 x2', 'e3 x2', 'e5 x1']]);
  });

  test('what one hand sets again and again is one line', () => {
    const set = (id: number, what: object, actorId = bob): MessageRow => ({
      ...came(id),
      told: { kind: 'chat.changed', chatId: 1 as ChatId, seq: id as Seq, actorId, at, set: what },
    });
    const rows = [set(1, { permissions: [] }), set(2, { permissions: ['react'] }), set(3, { title: 'Двор' })];
    expect(shapes([...rows, set(4, { title: 'Наш двор' }, alice)])).toEqual([['e1 x2', 'e3 x1', 'e4 x1']]);
  });

  test('ends a run of messages, and never has the unread divider', () => {
    const messages = [message(1, bob, at), came(2), message(3, bob, at)];
    expect(runs(messages)).toEqual(['[]', '[]', '[]']);
    const [day] = placeMessages(messages, 1, alice, utcDay);
    expect(day?.messages.map(({ unreadAbove }) => unreadAbove)).toEqual([false, false, true]);
  });
});
