import type { chatFace } from '../chat.ts';

/** Fields of a chat whose change is told among its messages. */
export const toldFields = [
  'title',
  'description',
  'photoId',
  'username',
  'permissions',
  'slowModeSeconds',
  'messageTtlSeconds',
  'historyForNewMembers',
  'hasTopics',
  'apps',
] as const satisfies readonly (keyof typeof chatFace)[];
