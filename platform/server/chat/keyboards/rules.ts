import { type ChatKind, type Message, type NewKeyboard, VecheError } from '@veche/contract';

/** Where a keyboard may be: not in channels, not beside buttons; and what keys ask for, in direct chats alone. */
export function mayStand(keyboard: NewKeyboard, place: { kind: ChatKind; hasButtons: boolean }): VecheError | null {
  if (place.kind === 'channel') return refused('keyboard', 'is for chats where members write');
  if (place.hasButtons) return refused('keyboard', 'stands in place of buttons, not beside them');
  if (place.kind === 'direct' || keyboard.kind !== 'keys') return null;
  for (const [row, keys] of keyboard.rows.entries()) {
    const column = keys.findIndex(({ asks }) => asks !== undefined);
    if (column >= 0) return refused(`keyboard.rows.${row}.${column}.asks`, 'is for direct chats');
  }
  return null;
}

/** A message as bots have it: whom its keyboard is meant for tells who wrote what a bot was not given. */
export function forBots(message: Message): Message {
  if (message.keyboard?.forIds === undefined) return message;
  const { forIds: _forIds, ...keyboard } = message.keyboard;
  return { ...message, keyboard };
}

function refused(field: string, why: string): VecheError {
  return new VecheError('invalid_input', `${field}: ${why}`, { field });
}
