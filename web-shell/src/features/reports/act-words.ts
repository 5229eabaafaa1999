import type { moderation } from '@veche/contract';
import type { MessageKey, Words } from '../../i18n/words.ts';

const known = new Map<string, MessageKey>([
  ['member.added', 'acts.memberAdded'],
  ['member.removed', 'acts.memberRemoved'],
  ['member.promoted', 'acts.memberPromoted'],
  ['member.demoted', 'acts.memberDemoted'],
  ['member.restricted', 'acts.memberRestricted'],
  ['member.banned', 'acts.memberBanned'],
  ['member.unbanned', 'acts.memberUnbanned'],
  ['owner.changed', 'acts.ownerChanged'],
  ['topic.changed', 'acts.topicChanged'],
  ['message.urgent', 'acts.messageUrgent'],
  ['invite.created', 'acts.inviteCreated'],
  ['invite.edited', 'acts.inviteEdited'],
  ['invite.revoked', 'acts.inviteRevoked'],
  ['joinRequest.approved', 'acts.requestApproved'],
  ['joinRequest.declined', 'acts.requestDeclined'],
  ['message.edited', 'acts.messageEdited'],
  ['report.dismissed', 'acts.reportDismissed'],
  ['report.deleted', 'acts.reportDeleted'],
  ['report.limited', 'acts.reportLimited'],
]);

/** What moderators of the platform do. */
const verdicts = new Map<string, MessageKey>([
  ['report.dismissed', 'outcome.dismissed'],
  ['report.deleted', 'outcome.deleted'],
  ['report.limited', 'outcome.limited'],
  ['appReport.dismissed', 'outcome.dismissed'],
  ['release.approved', 'outcome.releaseApproved'],
  ['release.rejected', 'outcome.releaseRejected'],
  ['release.killed', 'outcome.releaseKilled'],
  ['organisation.verified', 'outcome.organisationVerified'],
  ['organisation.refused', 'outcome.organisationRefused'],
  ['organisation.withdrawn', 'outcome.organisationWithdrawn'],
]);

/** Fields of a chat whose change has a word. */
const fields = new Map<string, MessageKey>([
  ['title', 'acts.chatTitle'],
  ['description', 'acts.description'],
  ['photoId', 'acts.photo'],
  ['username', 'acts.username'],
  ['permissions', 'acts.permissions'],
  ['slowModeSeconds', 'acts.slowMode'],
  ['linkedChatId', 'acts.discussion'],
  ['hasTopics', 'acts.topics'],
  ['apps', 'acts.apps'],
  ['messageTtlSeconds', 'acts.lifetime'],
  ['pins', 'acts.pins'],
]);

/** What an admin did, in words; the name is of whom it was done to. */
export function actWords({ t }: Words, { kind, data }: moderation.AdminAct, name?: string): string {
  const target = name === undefined || name === '' ? t('people.someone') : name;
  if (kind === 'chat.changed') {
    const set = (data['set'] ?? {}) as Record<string, unknown>;
    const named = Object.keys(set).flatMap((field) => fields.get(field) ?? []);
    const what = [...new Set(named)].map((key) => t(key)).join(', ');
    const title = typeof set['title'] === 'string' ? `: «${set['title']}»` : '';
    return what === '' ? t('acts.chatChanged') : `${t('acts.chatChanged')} (${what})${title}`;
  }
  if (kind === 'message.deleted') {
    const ids = data['messageIds'];
    return t('acts.messageDeleted', { name: target, count: Array.isArray(ids) ? ids.length : 1 });
  }
  const key = known.get(kind);
  return key === undefined ? t('acts.other', { kind }) : t(key, { name: target });
}

/** What a moderator of the platform did, in words; what is newer than this page by its kind. */
export function verdictWords({ t }: Words, kind: string): string {
  const key = verdicts.get(kind);
  return key === undefined ? t('acts.other', { kind }) : t(key);
}
