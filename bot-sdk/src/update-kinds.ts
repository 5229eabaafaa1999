import type { BotUpdate, BotUpdateKind } from '@veche/contract';

/** What happens of one kind. */
export type EventOf<K extends BotUpdateKind> = Extract<BotUpdate['event'], { kind: K }>;

/** Every kind of update, and whether a bot is told of it without having asked. */
export const toldUnasked: Readonly<Record<BotUpdateKind, boolean>> = {
  message: true,
  messageEdited: true,
  post: true,
  postEdited: true,
  buttonPressed: true,
  inlineQuery: true,
  inlineChosen: true,
  memberCame: true,
  memberLeft: true,
  memberChanged: false,
  selfChanged: true,
  joinRequested: true,
  pollChanged: true,
  pollAnswered: true,
  reactionChanged: false,
  messageDeleted: false,
  titleChanged: false,
  reactionsCounted: false,
  blockChanged: true,
  dialogChanged: false,
  appUninstalled: true,
};

/** The kinds to ask the server for: what is told unasked, and what handlers name. */
export function kindsFor(named: ReadonlySet<BotUpdateKind>): BotUpdateKind[] {
  const kinds = Object.keys(toldUnasked) as BotUpdateKind[];
  return kinds.filter((kind) => toldUnasked[kind] || named.has(kind));
}

/** Updates of one lane are handled one after another: those of a chat, or the queries of a person. */
export function laneOf({ event }: BotUpdate): string {
  return 'chat' in event ? String(event.chat.chatId) : `of ${event.person.accountId}`;
}

/**
 * Whether an update came before, as far as the last one of its lane tells. Those of a chat come in their order, so all
 * that are not newer did; the queries of a person come from several chats at once.
 */
export function isRepeat({ updateId, event }: BotUpdate, last: number): boolean {
  return 'chat' in event ? updateId <= last : updateId === last;
}

/** Whose act an update tells of. */
export function actorOf(event: BotUpdate['event']): EventActor {
  if ('sender' in event) return event.sender;
  return 'person' in event ? event.person : null;
}

type EventActor = EventOf<'message'>['sender'] | EventOf<'memberCame'>['person'] | null;
