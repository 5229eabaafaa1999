import { chatSettings as contract, type InputOf, type Seq, VecheError } from '@veche/contract';

/** Settings as they are stored. */
export interface StoredSettings {
  archivedSeq: number | null;
  pinnedRank: number | null;
  /** Null: heard. `infinity`: muted for good. */
  mutedUntil: Date | 'infinity' | null;
  notify: contract.NotifyLevel;
  markedUnread: boolean;
}

type Asked = InputOf<typeof contract.setSettings>['set'];

/** Where the chat and the account's list stand when settings change. */
interface Place {
  readonly headSeq: number;
  /** Rank of the topmost pinned chat; 0 when none is. */
  readonly topRank: number;
  readonly now: Date;
}

/** Settings after what is asked. A chat goes to the archive unpinned; pinning takes it out of there. */
export function settingsAfter(before: StoredSettings, asked: Asked, { headSeq, topRank, now }: Place): StoredSettings {
  const after = { ...before };
  if (asked.archived === true) {
    after.archivedSeq = headSeq;
    after.pinnedRank = null;
  } else if (asked.archived === false) after.archivedSeq = null;
  if (asked.pinned === true && asked.archived !== true) {
    after.pinnedRank = before.pinnedRank ?? topRank + 1;
    after.archivedSeq = null;
  } else if (asked.pinned === false) after.pinnedRank = null;
  if (asked.mutedUntil !== undefined) after.mutedUntil = mutedUntil(asked.mutedUntil, now);
  if (asked.notify !== undefined) after.notify = asked.notify;
  if (asked.markedUnread !== undefined) after.markedUnread = asked.markedUnread;
  return after;
}

function mutedUntil(asked: contract.MutedUntil | null, now: Date): StoredSettings['mutedUntil'] {
  if (asked === null) return null;
  if (asked === 'forever') return 'infinity';
  const until = new Date(asked);
  if (until > now) return until;
  throw new VecheError('invalid_input', 'set.mutedUntil: must be a time to come', { field: 'set.mutedUntil' });
}

export function tooManyPins(): VecheError {
  return new VecheError('conflict', `Up to ${contract.MAX_PINNED_CHATS} chats can be pinned.`, { field: 'set.pinned' });
}

/** Fields of the wire that differ between two states; null takes one away. */
export function changesBetween(before: StoredSettings, after: StoredSettings): Record<string, unknown> {
  const [old, fresh] = [wireOf(before), wireOf(after)];
  return Object.fromEntries(Object.entries(fresh).filter(([key, value]) => value !== old[key as keyof typeof old]));
}

function wireOf(settings: StoredSettings) {
  const { archivedSeq, pinnedRank, mutedUntil: until, notify, markedUnread } = settings;
  return {
    archivedSeq,
    pinnedRank,
    mutedUntil: until === 'infinity' ? ('forever' as const) : (until?.toISOString() ?? null),
    notify: notify === 'all' ? null : notify,
    markedUnread: markedUnread ? (true as const) : null,
  };
}

/** Settings as a chat shows them: without what is not set. */
export function shownSettings(settings: StoredSettings) {
  const { archivedSeq, pinnedRank, mutedUntil: until, notify, markedUnread } = wireOf(settings);
  return {
    ...(archivedSeq === null ? {} : { archivedSeq: archivedSeq as Seq }),
    ...(pinnedRank === null ? {} : { pinnedRank }),
    ...(until === null ? {} : { mutedUntil: until }),
    ...(notify === null ? {} : { notify }),
    ...(markedUnread === null ? {} : { markedUnread }),
  };
}
