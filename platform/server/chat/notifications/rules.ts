import type { ChatKind, NotificationSettings, NotifyLevel, QuietHours } from '@veche/contract';

export const defaultSettings: NotificationSettings = {
  direct: 'all',
  groups: 'all',
  channels: 'all',
  showText: true,
  allowUrgent: true,
};

/** What is known of a person and a chat when a message came. */
export interface Listener {
  settings: NotificationSettings;
  /** The chat's own level, which is at most as loud as that of its kind. */
  chatLevel: NotifyLevel;
  mutedUntil: Date | null;
}

const loudness: Record<NotifyLevel, number> = { none: 0, mentions: 1, all: 2 };

/**
 * Whether a message rings, and whether it did so against the quiet hours. Muting a chat wins over everything; in quiet
 * hours only urgent messages ring, and only for those who let them.
 */
export function ringing(
  { settings, chatLevel, mutedUntil }: Listener,
  message: { chatKind: ChatKind; mentioned: boolean; urgent: boolean },
  now: Date,
): 'silent' | 'rings' | 'overrides' {
  if (mutedUntil !== null && mutedUntil > now) return 'silent';
  const kindLevel = settings[levelOfKind[message.chatKind]];
  const level = loudness[kindLevel] < loudness[chatLevel] ? kindLevel : chatLevel;
  if (level === 'none' || (level === 'mentions' && !message.mentioned && !message.urgent)) return 'silent';
  if (settings.quietHours === undefined || !isQuiet(settings.quietHours, now)) return 'rings';
  return message.urgent && settings.allowUrgent ? 'overrides' : 'silent';
}

const levelOfKind = { direct: 'direct', group: 'groups', channel: 'channels' } as const;

export function isQuiet({ from, to, timeZone }: QuietHours, now: Date): boolean {
  const minute = minuteOfDay(now, timeZone);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function minuteOfDay(now: Date, timeZone: string): number {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    // There are about 400 zones; old spellings of them do not fill the memory.
    if (clocks.size < 1000) clocks.set(timeZone, clock);
  }
  const [hour = 0, minute = 0] = clock.format(now).split(':').map(Number);
  return hour * 60 + minute;
}
