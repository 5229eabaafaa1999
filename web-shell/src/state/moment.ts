import type { ChatAction, Presence } from '@veche/contract';
import type { MessageKey } from '../i18n/words.ts';
import type { ChatRow } from '../sync/client.ts';
import { nameOf } from './people.ts';
import type { Shell } from './shell.ts';

const doing: Record<ChatAction, MessageKey> = {
  typing: 'moment.typing',
  recordingVoice: 'moment.recordingVoice',
  recordingVideo: 'moment.recordingVideo',
  uploadingPhoto: 'moment.uploadingPhoto',
  uploadingVideo: 'moment.uploadingVideo',
  uploadingFile: 'moment.uploadingFile',
  choosingSticker: 'moment.choosingSticker',
};

const about: Record<Exclude<Presence['status'], 'offline'>, MessageKey> = {
  online: 'moment.online',
  recently: 'moment.recently',
  withinWeek: 'moment.withinWeek',
  withinMonth: 'moment.withinMonth',
  longAgo: 'moment.longAgo',
};

/** What others are doing in a chat right now, in one line; empty when nobody does anything. */
export function doingIn(shell: Shell, { chatId, kind }: ChatRow): string {
  const { words, client } = shell;
  const [first, ...more] = client.live.actions.value.get(chatId) ?? [];
  if (first === undefined) return '';
  if (more.length > 0) return words.t('moment.several', { count: more.length + 1 });
  const what = words.t(doing[first.kind]);
  return kind === 'direct' ? what : words.t('moment.named', { name: nameOf(shell, first.accountId), what });
}

/** Whether the other person of a direct chat is here, or when they were; empty while that is not known. */
export function presenceIn({ words, client }: Shell, { peerId }: ChatRow): string {
  const presence = peerId === undefined ? undefined : client.live.presences.value.get(peerId);
  if (presence === undefined) return '';
  if (presence.status !== 'offline') return words.t(about[presence.status]);
  const { lastSeenAt } = presence;
  if (lastSeenAt === undefined) return '';
  const { dates } = words;
  const at = words.t('moment.dayAndTime', { day: dates.day(lastSeenAt).toLowerCase(), time: dates.time(lastSeenAt) });
  return words.t('moment.lastSeen', { at });
}
