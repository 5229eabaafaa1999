import type { BotUpdateKind } from '@veche/contract';

/** Types of updates that are told here, and of what kinds of ours they are made. */
export const typeKinds = {
  message_created: ['message', 'post'],
  message_edited: ['messageEdited', 'postEdited'],
  message_removed: ['messageDeleted'],
  message_callback: ['buttonPressed'],
  bot_started: ['message'],
  bot_stopped: ['blockChanged'],
  bot_added: ['selfChanged'],
  bot_removed: ['selfChanged'],
  user_added: ['memberCame'],
  user_removed: ['memberLeft'],
  chat_title_changed: ['titleChanged'],
  dialog_muted: ['dialogChanged'],
  dialog_unmuted: ['dialogChanged'],
  dialog_cleared: ['dialogChanged'],
  dialog_removed: ['dialogChanged'],
} as const satisfies Record<string, readonly BotUpdateKind[]>;
export type UpdateType = keyof typeof typeKinds;

/** Types that the dialect knows and that are never told here. */
export const untoldTypes: readonly string[] = [
  'comment_created',
  'comment_edited',
  'comment_removed',
  'message_chat_created',
];

const isTold = (name: string): name is UpdateType => Object.hasOwn(typeKinds, name);

/** Which types are asked for; without any that are told, all. */
export function readTypes(names: readonly string[] | null | undefined): UpdateType[] | null {
  const known = (names ?? []).filter((name) => isTold(name) || untoldTypes.includes(name));
  return known.length === 0 ? null : known.filter(isTold);
}

/** What is to be queued for these types. */
export function kindsFor(types: readonly UpdateType[] | null): BotUpdateKind[] {
  const names = types ?? (Object.keys(typeKinds) as UpdateType[]);
  return [...new Set(names.flatMap((name): readonly BotUpdateKind[] => typeKinds[name]))];
}
