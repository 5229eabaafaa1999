import type { Account, AdminRight, chats, Member, OutputOf, Permission } from '@veche/contract';
import { permissions } from '@veche/contract';
import { badRequest } from './dialect-error.ts';
import { seconds, toUser } from './objects.ts';

type Raw = Readonly<Record<string, unknown>>;

/** What the dialect calls the rights of admins. */
const rightNames: Record<AdminRight, string> = {
  changeInfo: 'can_change_info',
  deleteMessages: 'can_delete_messages',
  restrictMembers: 'can_restrict_members',
  inviteMembers: 'can_invite_users',
  pinMessages: 'can_pin_messages',
  manageTopics: 'can_manage_topics',
  addAdmins: 'can_promote_members',
  seeAdminLog: 'can_manage_chat',
  postMessages: 'can_post_messages',
  editMessages: 'can_edit_messages',
};
const rightEntries = Object.entries(rightNames) as [AdminRight, string][];
export const rightParameters = Object.values(rightNames);

/** The rights that a request gives. */
export function readRights(given: (name: string) => boolean | undefined): AdminRight[] {
  return rightEntries.flatMap(([right, name]) => (given(name) === true ? right : []));
}

/** What the dialect calls the permissions of members; of files it has several. */
const permissionNames: Record<Permission, readonly string[]> = {
  sendMessages: ['can_send_messages'],
  sendMedia: [
    'can_send_audios',
    'can_send_documents',
    'can_send_photos',
    'can_send_videos',
    'can_send_video_notes',
    'can_send_voice_notes',
  ],
  sendStickers: ['can_send_other_messages'],
  sendPolls: ['can_send_polls'],
  addPreviews: ['can_add_web_page_previews'],
  react: ['can_react_to_messages'],
  changeInfo: ['can_change_info'],
  inviteMembers: ['can_invite_users'],
  pinMessages: ['can_pin_messages'],
  createTopics: ['can_manage_topics'],
};
const permissionEntries = Object.entries(permissionNames) as [Permission, readonly string[]][];

/** What members may do by a `permissions`; what is left out they may not. */
export function readPermissions(given: Raw, isIndependent: boolean): Permission[] {
  const wanted = { ...given };
  const isSet = (name: string) => wanted[name] === true;
  if (!isIndependent) {
    // Formerly one permission brought those below it along.
    const wide = isSet('can_send_other_messages') || isSet('can_add_web_page_previews');
    if (wide) for (const name of permissionNames.sendMedia) wanted[name] = true;
    if (wide || isSet('can_send_polls')) wanted['can_send_messages'] = true;
  }
  wanted['can_react_to_messages'] ??= isSet('can_send_messages');
  wanted['can_manage_topics'] ??= isSet('can_pin_messages');
  return permissionEntries.flatMap(([permission, names]) => {
    const allowed = names.filter(isSet).length;
    if (allowed !== 0 && allowed !== names.length) {
      throw badRequest('different permissions for kinds of files are not supported here');
    }
    return allowed === 0 ? [] : permission;
  });
}

export function toPermissions(allowed: readonly Permission[]): Record<string, boolean> {
  return Object.fromEntries(
    permissionEntries.flatMap(([permission, names]) => names.map((name) => [name, allowed.includes(permission)])),
  );
}

/** A seat as the dialect has it. */
export function toMember({
  account,
  role,
  rights = [],
  restriction,
}: Pick<Member, 'account' | 'role' | 'rights' | 'restriction'>) {
  const user = toUser(account);
  if (role === 'owner') return { status: 'creator', user, is_anonymous: false };
  if (role === 'admin') {
    return {
      ...{ status: 'administrator', user, can_be_edited: false, is_anonymous: false },
      ...Object.fromEntries(rightEntries.map(([right, name]) => [name, rights.includes(right)])),
      ...{ can_manage_chat: true, can_manage_video_chats: false },
      ...{ can_post_stories: false, can_edit_stories: false, can_delete_stories: false },
    };
  }
  if (restriction === undefined) return { status: 'member', user };
  const allowed = permissions.filter((permission) => !restriction.denied.includes(permission));
  return {
    ...{ status: 'restricted', user, is_member: true, can_edit_tag: false },
    ...toPermissions(allowed),
    until_date: restriction.until === undefined ? 0 : seconds(restriction.until),
  };
}

/** Who has no seat. */
export function toAbsent(account: Account, ban?: { until?: string | undefined }) {
  const user = toUser(account);
  if (ban === undefined) return { status: 'left', user };
  return { status: 'kicked', user, until_date: ban.until === undefined ? 0 : seconds(ban.until) };
}

/** What place an account has in a chat. */
export function toPlace({ account, member, ban }: OutputOf<typeof chats.getMember>) {
  return member === undefined ? toAbsent(account, ban) : toMember(member);
}
