import type { AdminRight, ChatKind } from '@veche/contract';
import { notSupported } from './max-error.ts';

/** What each permission of an admin gives here. Some give what every member has, or has as an admin. */
const rightsOf: Readonly<Record<string, readonly AdminRight[]>> = {
  read_all_messages: [],
  write: [],
  add_remove_members: ['inviteMembers', 'restrictMembers'],
  add_admins: ['addAdmins'],
  change_chat_info: ['changeInfo'],
  pin_message: ['pinMessages'],
  edit_link: ['inviteMembers'],
  post_edit_delete_message: ['postMessages', 'editMessages', 'deleteMessages'],
  edit_message: ['editMessages'],
  edit: ['editMessages'],
  delete_message: ['deleteMessages'],
  delete: ['deleteMessages'],
};
const channelOnly: readonly AdminRight[] = ['postMessages', 'editMessages'];

export function readRights(permissions: readonly string[], kind: ChatKind): AdminRight[] {
  const rights = permissions.flatMap((name) => {
    const given = rightsOf[name];
    if (given === undefined) throw notSupported(`The permission ${name.slice(0, 40)} is`);
    return given;
  });
  return [...new Set(rights)].filter((right) => kind === 'channel' || !channelOnly.includes(right));
}

/** The permissions that an admin holds in full. */
export function toPermissions(rights: readonly AdminRight[], kind: ChatKind): string[] {
  const isHeld = (right: AdminRight) => rights.includes(right) || (kind !== 'channel' && channelOnly.includes(right));
  return Object.entries(rightsOf)
    .filter(([name]) => !['edit', 'delete', 'edit_message'].includes(name))
    .flatMap(([name, given]) => (given.every(isHeld) ? name : []));
}
