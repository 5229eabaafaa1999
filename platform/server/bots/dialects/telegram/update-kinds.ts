import { BotUpdateKind, defaultUpdateKinds } from '@veche/contract';

/** Our kinds that the dialect has no word for. */
type UntoldKind = 'messageDeleted' | 'titleChanged' | 'dialogChanged' | 'appUninstalled';
type ToldKind = Exclude<BotUpdateKind, UntoldKind>;

/** Kinds of the dialect that we have, by our own. */
export const kindNames: Record<ToldKind, string> = {
  message: 'message',
  messageEdited: 'edited_message',
  post: 'channel_post',
  postEdited: 'edited_channel_post',
  buttonPressed: 'callback_query',
  inlineQuery: 'inline_query',
  inlineChosen: 'chosen_inline_result',
  // In groups who comes and goes is a message there.
  memberCame: 'message',
  memberLeft: 'message',
  memberChanged: 'chat_member',
  selfChanged: 'my_chat_member',
  // Who blocks a bot puts it out of the private chat there.
  blockChanged: 'my_chat_member',
  joinRequested: 'chat_join_request',
  pollChanged: 'poll',
  pollAnswered: 'poll_answer',
  reactionChanged: 'message_reaction',
  reactionsCounted: 'message_reaction_count',
};
export const isToldKind = (kind: BotUpdateKind): kind is ToldKind => Object.hasOwn(kindNames, kind);
const kindsByName = Map.groupBy(BotUpdateKind.options.filter(isToldKind), (kind) => kindNames[kind]);
/** What is told to who asks for nothing in particular. */
export const defaultKinds = defaultUpdateKinds.filter(isToldKind);

/** Every kind that the dialect knows; those beside the ones above are never told here. */
const knownNames = new Set([
  ...kindsByName.keys(),
  'business_connection',
  'business_message',
  'edited_business_message',
  'deleted_business_messages',
  'guest_message',
  'shipping_query',
  'pre_checkout_query',
  'purchased_paid_media',
  'chat_boost',
  'removed_chat_boost',
  'managed_bot',
]);

/** The dialect's names of kinds, parted by whether we ever tell them. */
export function knownKinds(): { told: string[]; untold: string[] } {
  const [told, all] = [[...kindsByName.keys()], [...knownNames]];
  return { told, untold: all.filter((name) => !kindsByName.has(name)) };
}

/** What `allowed_updates` asks for; an empty list or one of unknown names stands for everything. */
export function readAllowedUpdates(names: readonly unknown[] | undefined): BotUpdateKind[] | undefined {
  if (names === undefined) return undefined;
  const known = names.filter((name): name is string => typeof name === 'string' && knownNames.has(name));
  return known.length === 0 ? defaultKinds : known.flatMap((name) => kindsByName.get(name) ?? []);
}
