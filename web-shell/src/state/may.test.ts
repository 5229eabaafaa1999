import { expect, test } from 'vitest';
import { holds, mayWrite } from './may.ts';

const now = Date.parse('2026-03-01T12:00:00.000Z');

test('in a channel, admins with the right to post write, and nobody else', () => {
  expect(mayWrite({ kind: 'channel', role: 'member', permissions: ['react'] }, now)).toBe(false);
  expect(mayWrite({ kind: 'channel', role: 'admin', rights: ['pinMessages'] }, now)).toBe(false);
  expect(mayWrite({ kind: 'channel', role: 'admin', rights: ['postMessages'] }, now)).toBe(true);
  expect(mayWrite({ kind: 'channel', role: 'owner' }, now)).toBe(true);
});

test('in a group, members write unless all are denied it, or they are for now', () => {
  const member = { kind: 'group', role: 'member', permissions: ['sendMessages'] } as const;
  const seat = { ...member, permissions: [...member.permissions] };
  expect(mayWrite(seat, now)).toBe(true);
  expect(mayWrite({ ...seat, permissions: [] }, now)).toBe(false);
  expect(mayWrite({ ...seat, role: 'admin', permissions: [] }, now)).toBe(true);
  expect(mayWrite({ ...seat, restriction: { denied: ['sendMessages'] } }, now)).toBe(false);
  const until = '2026-03-01T11:00:00.000Z';
  expect(mayWrite({ ...seat, restriction: { denied: ['sendMessages'], until } }, now)).toBe(true);
});

test('nobody holds rights in a direct chat', () => {
  expect(holds({ kind: 'direct', role: 'owner', rights: ['changeInfo'] }, 'changeInfo')).toBe(false);
  expect(mayWrite({ kind: 'direct', role: 'owner' }, now)).toBe(true);
});
