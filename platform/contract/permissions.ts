import { z } from 'zod';

/** What members of a group may do; a group denies some to all, an admin some to one member. Channels: admins only. */
export const permissions = [
  'sendMessages',
  'sendMedia',
  'sendStickers',
  'sendPolls',
  'addPreviews',
  'react',
  'changeInfo',
  'inviteMembers',
  'pinMessages',
  'createTopics',
] as const;
export const Permission = z.enum(permissions);
export type Permission = z.infer<typeof Permission>;

/** What an admin may do; the owner may do everything. The last two are for channels. */
export const adminRights = [
  'changeInfo',
  'deleteMessages',
  'restrictMembers',
  'inviteMembers',
  'pinMessages',
  'manageTopics',
  'addAdmins',
  'seeAdminLog',
  'postMessages',
  'editMessages',
] as const;
export const AdminRight = z.enum(adminRights);
export type AdminRight = z.infer<typeof AdminRight>;

/** Stored as bits in the order of the lists above: a list may only grow at its end. */
export function permissionBits(list: readonly Permission[]): number {
  return list.reduce((bits, name) => bits | (1 << permissions.indexOf(name)), 0);
}
export function permissionsOf(bits: number): Permission[] {
  return permissions.filter((_name, index) => (bits & (1 << index)) !== 0);
}
export function rightBits(list: readonly AdminRight[]): number {
  return list.reduce((bits, name) => bits | (1 << adminRights.indexOf(name)), 0);
}
export function rightsOf(bits: number): AdminRight[] {
  return adminRights.filter((_name, index) => (bits & (1 << index)) !== 0);
}
