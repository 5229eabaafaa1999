import { html, type TemplateResult } from 'lit';
import type { AccountId } from '@veche/contract';
import type { MessageKey, Words } from '../../../i18n/words.ts';
import { nameOf } from '../../../state/people.ts';
import type { Shell } from '../../../state/shell.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { ToldEvent } from '../../../sync/told.ts';
import type { OpenChat } from '../open-chat.ts';
import { doerOf } from '../rows.ts';

/** So many names are said; of more, one fewer, and how many others there are. */
const MAX_NAMES = 3;

type Event<K extends ToldEvent['kind']> = Extract<ToldEvent, { kind: K }>;

/** Whether an event is told in this chat: who follows a channel is nobody else's business. */
export function isShown({ kind }: ToldEvent, row: ChatRow | undefined): boolean {
  return row?.kind !== 'channel' || !kind.startsWith('member.');
}

/** A quiet line of what happened between messages: one event, or a run of comings or goings. */
export function toldLine(
  chat: OpenChat,
  events: readonly ToldEvent[],
  jump: (messageId: number) => void,
): TemplateResult | undefined {
  const { shell } = chat;
  const event = events.at(-1);
  if (event === undefined) return undefined;
  const isChannel = chat.kind.value === 'channel';
  const what = wordsOf(shell, event, events, isChannel);
  const doer = event.kind === 'chat.created' || isChannel ? null : doerOf(event);
  const said = doer === null ? what : shell.words.t('told.by', { what, name: personOf(shell, doer) });
  if (event.kind !== 'message.changed') return html`<p class="told" dir="auto">${said}</p>`;
  const { messageId } = event;
  return html`<p class="told"><button class="link" @click=${() => jump(messageId)}>${said}</button></p>`;
}

function wordsOf(shell: Shell, event: ToldEvent, run: readonly ToldEvent[], isChannel: boolean): string {
  const { t } = shell.words;
  switch (event.kind) {
    case 'chat.created':
      return t(event.chatKind === 'channel' ? 'told.channel' : 'told.group', { title: event.title ?? '' });
    case 'member.added':
    case 'member.removed': {
      const people = run.flatMap((one) => ('accountId' in one ? one.accountId : []));
      const names = namesOf(shell, people);
      if (doerOf(event) === null) return t(event.kind === 'member.added' ? 'told.came' : 'told.left', { names });
      const count = new Set(people).size;
      return t(event.kind === 'member.added' ? 'told.added' : 'told.removed', { names, count });
    }
    case 'member.changed':
      return t(`told.${event.role}`, { name: personOf(shell, event.accountId) });
    case 'message.changed':
      return t('told.pinned');
    case 'topic.changed':
      return t(event.closed === true ? 'told.topicClosed' : 'told.topic', { title: event.title });
    case 'chat.changed':
      return changeWords(shell.words, event, isChannel);
  }
}

function changeWords({ t }: Words, { set }: Event<'chat.changed'>, isChannel: boolean): string {
  const { title, description, photoId, username, permissions, hasTopics, historyForNewMembers: history } = set;
  const { messageTtlSeconds: lifetime, slowModeSeconds: pause } = set;
  const said: string[] = [];
  const say = (isChanged: boolean, key: MessageKey, params?: Record<string, string>) =>
    isChanged && said.push(t(key, params));
  say(typeof title === 'string', 'told.title', { title: title ?? '' });
  say(description !== undefined, description === null ? 'told.noDescription' : 'told.description');
  say(photoId !== undefined, photoId === null ? 'told.noPhoto' : 'told.photo');
  if (typeof username === 'string') say(true, 'told.username', { name: username });
  else say(username === null, 'told.noUsername');
  // In a channel, members may react or nothing.
  if (permissions != null && isChannel)
    say(true, permissions.includes('react') ? 'told.reactions' : 'told.noReactions');
  else say(permissions !== undefined, 'told.permissions');
  if (pause === null) say(true, 'told.noSlowMode');
  else if (pause !== undefined)
    say(true, 'told.slowMode', { often: t(`permissions.slow.${pause}` as MessageKey).toLocaleLowerCase() });
  say(history !== undefined, history === null ? 'told.historyShown' : 'told.historyHidden');
  if (lifetime === null) say(true, 'told.noLifetime');
  else if (lifetime !== undefined)
    say(true, 'told.lifetime', { after: t(`ttl.${lifetime}` as MessageKey).toLocaleLowerCase() });
  say(set.apps !== undefined, 'told.apps');
  say(hasTopics !== undefined, hasTopics === null ? 'told.noTopics' : 'told.topics');
  return said.join(' · ');
}

function personOf(shell: Shell, accountId: AccountId): string {
  return accountId === shell.client.myId.value ? shell.words.t('message.you') : nameOf(shell, accountId);
}

/** «Вы, Алиса и ещё 3»: each once, oneself first. */
function namesOf(shell: Shell, accountIds: readonly AccountId[]): string {
  const { t, language } = shell.words;
  const me = shell.client.myId.value;
  const people = [...new Set(accountIds)].sort((a, b) => Number(b === me) - Number(a === me));
  const names = people.map((accountId) => personOf(shell, accountId));
  if (names.length > MAX_NAMES)
    return t('told.more', {
      names: names.slice(0, MAX_NAMES - 1).join(', '),
      count: names.length - MAX_NAMES + 1,
    });
  return new Intl.ListFormat(language.value, { type: 'conjunction' }).format(names);
}
