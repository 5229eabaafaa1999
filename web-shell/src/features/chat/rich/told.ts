import { html, type TemplateResult } from 'lit';
import type { AccountId } from '@veche/contract';
import type { MessageKey, Words } from '../../../i18n/words.ts';
import { nameOf } from '../../../state/people.ts';
import type { Shell } from '../../../state/shell.ts';
import type { ChatRow } from '../../../sync/client.ts';
import type { ToldEvent } from '../../../sync/told.ts';
import type { OpenChat } from '../open-chat.ts';

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
  const [event] = events;
  if (event === undefined) return undefined;
  const what = wordsOf(shell, event, events);
  const names = event.kind === 'chat.changed' || event.kind === 'message.changed' || event.kind === 'topic.changed';
  const isChannel = chat.row.value?.kind === 'channel';
  const said = names && !isChannel ? shell.words.t('told.by', { what, name: personOf(shell, event.actorId) }) : what;
  if (event.kind !== 'message.changed') return html`<p class="told" dir="auto">${said}</p>`;
  const { messageId } = event;
  return html`<p class="told"><button class="link" @click=${() => jump(messageId)}>${said}</button></p>`;
}

function wordsOf(shell: Shell, event: ToldEvent, run: readonly ToldEvent[]): string {
  const { t } = shell.words;
  switch (event.kind) {
    case 'chat.created':
      return t(event.chatKind === 'channel' ? 'told.channel' : 'told.group', { title: event.title ?? '' });
    case 'member.added':
    case 'member.removed': {
      const people = run.flatMap((one) => ('accountId' in one ? one.accountId : []));
      const key = event.kind === 'member.added' ? 'told.added' : 'told.removed';
      return t(key, { names: namesOf(shell, people) });
    }
    case 'member.changed':
      return t(`told.${event.role}`, { name: personOf(shell, event.accountId) });
    case 'message.changed':
      return t('told.pinned');
    case 'topic.changed':
      return t(event.closed === true ? 'told.topicClosed' : 'told.topic', { title: event.title });
    case 'chat.changed':
      return changeWords(shell.words, event);
  }
}

function changeWords({ t }: Words, { set }: Event<'chat.changed'>): string {
  const { title, description, photoId, messageTtlSeconds: lifetime, hasTopics } = set;
  const said: string[] = [];
  const say = (isChanged: boolean, key: MessageKey, params?: Record<string, string>) =>
    isChanged && said.push(t(key, params));
  say(typeof title === 'string', 'told.title', { title: title ?? '' });
  say(description !== undefined, description === null ? 'told.noDescription' : 'told.description');
  say(photoId !== undefined, photoId === null ? 'told.noPhoto' : 'told.photo');
  if (lifetime === null) say(true, 'told.noLifetime');
  else if (lifetime !== undefined)
    say(true, 'told.lifetime', { after: t(`ttl.${lifetime}` as MessageKey).toLocaleLowerCase() });
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
