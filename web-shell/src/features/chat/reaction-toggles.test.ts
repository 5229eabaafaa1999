import { computed, effect } from '@preact/signals-core';
import { expect, test } from 'vitest';
import type { ChatId } from '@veche/contract';
import type { Shell } from '../../state/shell.ts';
import type { MessageRow } from '../../sync/client.ts';
import { createReactionToggles } from './reaction-toggles.ts';

const row = (messageId: number) => ({ messageId, reactions: [{ emoji: '👍', count: 2 }] }) as unknown as MessageRow;

test('a press shows at once on its message, and draws no other one again', async () => {
  let answer = () => {};
  const call = () => new Promise<void>((resolve) => (answer = resolve));
  const toggles = createReactionToggles({ client: { call } } as unknown as Shell, 1 as ChatId);
  const seen = new Map<number, number[]>();
  for (const message of [row(1), row(2)]) {
    const counts: number[] = [];
    seen.set(message.messageId, counts);
    const drawn = computed(() => toggles.of(message));
    effect(() => void counts.push(drawn.value[0]!.count));
  }
  const pressed = toggles.toggle(row(1), '👍');
  expect([seen.get(1), seen.get(2)]).toEqual([[2, 3], [2]]);
  answer();
  await pressed;
  expect([seen.get(1), seen.get(2)]).toEqual([[2, 3, 2], [2]]);
});
