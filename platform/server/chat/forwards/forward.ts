import { type AccountId, type ChatId, type ClientId, type MessageId, VecheError } from '@veche/contract';
import { allows } from '../../identity/index.ts';
import { type Batch, findRepeats, requestHashOf } from '../../kernel/conversation-log/index.ts';
import { clientIdFrom } from '../../kernel/ids.ts';
import { applySends } from '../messages/appliers.ts';
import { type SendOperation, sendOperation } from '../messages/draft.ts';
import { noSuchChat, noSuchMessage } from '../messages/rules.ts';
import { type MessageRow, readMessagesById } from '../messages/store.ts';
import type { GivenToBot } from '../dependencies.ts';
import { copyOf, originOf } from './rules.ts';
import { readKnownQuizzes, readSources, type SourceRow } from './store.ts';

interface Forwarding {
  chatId: ChatId;
  fromChatId: ChatId;
  /** Ascending, each once. */
  messageIds: readonly MessageId[];
  clientId: ClientId;
  actorId: AccountId;
  hideOrigin: boolean;
  topicId: MessageId | undefined;
  silent: boolean | undefined;
  /** Null: whoever forwards reads the chat. */
  givenToBot: GivenToBot | null;
}

/** Sends the copies within one transaction, all or none; a repeat gets the ids of the first time. */
export async function forwardMessages(batch: Batch, forwarding: Forwarding): Promise<MessageId[]> {
  const { chatId, actorId, clientId, messageIds, fromChatId, hideOrigin, topicId, silent } = forwarding;
  // Of what was asked, not of what the originals say by now.
  const requestHash = requestHashOf(['forward', fromChatId, messageIds, hideOrigin, topicId, silent]);
  const acts = messageIds.map((_id, index) => {
    return { chatId, actorId, clientId: clientIdFrom(`${clientId} forward ${index}`), requestHash };
  });
  const sent = (await findRepeats(batch, acts)).map(orThrow);
  const before = sent.flatMap((act) => (act === undefined ? [] : (act.seq as MessageId)));
  if (before.length === acts.length) return before;

  const copies = await copiesOf(batch, forwarding);
  const operations = copies.map((copy, index): SendOperation => {
    const act = acts[index];
    if (act === undefined) throw new Error('more copies than messages');
    const { content, files, marks } = copy;
    const operation = sendOperation(act, { ...content, topicId, silent }, { ...files, ...marks });
    return { ...operation, requestHash };
  });
  const answers = (await applySends(batch, operations)).map(orThrow);
  return answers.map((answer) => answer.seq as MessageId);
}

async function copiesOf(batch: Batch, forwarding: Forwarding) {
  const { chatId, fromChatId, messageIds, actorId, hideOrigin } = forwarding;
  const sources = new Map((await readSources(batch.tx, forwarding)).map((source) => [source.messageId, source]));
  if (sources.size < messageIds.length) {
    if ((await batch.member(chatId, actorId)) === null) throw noSuchChat();
    const isHere = (await batch.member(fromChatId, actorId)) !== null;
    throw isHere
      ? noSuchMessage('messageIds')
      : new VecheError('not_found', noSuchChat().message, { field: 'fromChatId' });
  }
  if (forwarding.givenToBot !== null) {
    const given = await forwarding.givenToBot(batch.tx, { chatId: fromChatId, messageIds, botId: actorId });
    if (!messageIds.every((messageId) => given.has(messageId))) throw noSuchMessage('messageIds');
  }
  const rows = await readMessagesById(batch.tx, fromChatId, messageIds);
  if (rows.some(({ body }) => body?.call !== undefined)) {
    throw new VecheError('forbidden', 'The record of a call is not forwarded.', { field: 'messageIds' });
  }
  const asked = quizzesAmong(rows);
  const quizzes = await readKnownQuizzes(batch.tx, { chatId: fromChatId, actorId, messageIds: asked });
  if (!asked.every((messageId) => quizzes.has(messageId))) {
    throw new VecheError('forbidden', 'Answer the quiz before you forward it.', { field: 'messageIds' });
  }
  const named = await allows(batch.tx, {
    ownerIds: rows.flatMap((row) => [row.senderId, row.body?.forward?.senderId ?? []].flat()),
    viewerId: actorId,
    what: 'forwards',
  });
  return rows.map((row) => {
    const source = sources.get(row.messageId) as SourceRow;
    const origin = { ...source, chatId: fromChatId, named };
    const marks = hideOrigin ? {} : { forward: originOf(row, origin) };
    return { ...copyOf(row, quizzes.get(row.messageId)), marks };
  });
}

function quizzesAmong(rows: readonly MessageRow[]): MessageId[] {
  return rows.flatMap(({ body, messageId }) => (body?.poll?.quiz === undefined ? [] : [messageId]));
}

function orThrow<T>(answer: T | VecheError): T {
  if (answer instanceof VecheError) throw answer;
  return answer;
}
