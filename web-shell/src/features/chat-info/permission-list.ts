import type { AdminRight, Permission } from '@veche/contract';
import { holds } from '../../state/may.ts';
import type { ChatRow } from '../../sync/client.ts';

// As the contract has them; schemas stay out of the page.
const permissions: readonly Permission[] = [
  'sendMessages',
  'sendMedia',
  'sendStickers',
  'sendPolls',
  'addPreviews',
  'react',
  'inviteMembers',
  'pinMessages',
  'changeInfo',
  'createTopics',
];

const rights: readonly AdminRight[] = [
  'changeInfo',
  'deleteMessages',
  'restrictMembers',
  'inviteMembers',
  'pinMessages',
  'manageTopics',
  'postMessages',
  'editMessages',
  'seeAdminLog',
  'addAdmins',
];

const elsewhere: Record<'group' | 'channel', readonly AdminRight[]> = {
  group: ['postMessages', 'editMessages'],
  channel: ['manageTopics'],
};

/** What members of a group can be let do. */
export function permissionsIn({ hasTopics }: ChatRow): readonly Permission[] {
  return permissions.filter((one) => one !== 'createTopics' || hasTopics === true);
}

/** Rights that mean something in such a chat. */
export function rightsIn({ kind }: ChatRow): readonly AdminRight[] {
  return kind === 'direct' ? [] : rights.filter((one) => !elsewhere[kind].includes(one));
}

/** Rights that come with being made an admin, as far as the giver holds them; the last is given on purpose only. */
export function usualRights(row: ChatRow): AdminRight[] {
  return rights.filter((one) => one !== 'addAdmins' && holds(row, one));
}
