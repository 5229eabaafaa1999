import { randomUUID } from 'node:crypto';
import { type Account, type AccountId, type Message, type MessageId, VecheError } from '@veche/contract';
import { z } from 'zod';
import { readCorrespondents } from '../../../identity/index.ts';
import { readGiven } from '../../delivery/given.ts';
import { Attachments, readAttachments, type ReadAttachments } from './attachments.ts';
import { optionalFlag, optionalText } from './fields.ts';
import { readMid } from './ids.ts';
import { badRequest, MaxError, notFound, notSupported } from './max-error.ts';
import { toMessage } from './message.ts';
import type { MaxCall } from './operation.ts';
import type { Place } from './place.ts';
import { readText } from './text.ts';

/** Fields of a message that is sent or changed. */
export const newMessage = {
  text: z.string().nullish(),
  attachments: Attachments,
  link: z.object({ type: z.enum(['forward', 'reply']), mid: z.string() }).nullish(),
  format: optionalText,
  notify: optionalFlag,
};
type NewMessage = z.infer<z.ZodObject<typeof newMessage>>;

/** Sends a message and answers it as it then stands. */
export async function send(call: MaxCall, place: Place, given: NewMessage & { noPreview: boolean }) {
  const { text, link, notify, format, noPreview } = given;
  const read = await readAttachments(call, given.attachments ?? []);
  const silent = notify === false ? { silent: true } : {};
  if (link?.type === 'forward') {
    if ((text ?? '') !== '' || Object.keys(read).length > 0) throw notSupported('Words beside a forwarded message are');
    const { chatId: fromChatId, messageId } = readMid(link.mid);
    const forward = { chatId: place.chatId, fromChatId, messageIds: [messageId], clientId: randomUUID(), ...silent };
    const [copy] = (await call.call('messages.forward', forward)).messageIds;
    if (copy === undefined) throw notFound('There is no such message to forward.');
    return showOwn(call, place, copy);
  }
  const reply = link == null ? {} : { replyTo: readReply(link.mid, place) };
  const content = { ...readText(text ?? '', format), ...read, ...reply, ...silent };
  const { messageId } = await call
    .call('messages.send', {
      ...{ chatId: place.chatId, clientId: randomUUID(), ...content },
      ...(noPreview ? { noPreview } : {}),
    })
    .catch(refuseFiles);
  return showOwn(call, place, messageId);
}

function readReply(mid: string, place: Place): MessageId {
  const { chatId, messageId } = readMid(mid);
  if (chatId !== place.chatId) throw notSupported('Replies to messages of another chat are');
  return messageId;
}

/** Changes a message of the bot: what is absent stays, and an empty list takes everything away. */
export async function edit(call: MaxCall, mid: string, { text, attachments, link, format }: NewMessage): Promise<void> {
  const { chatId, messageId } = readMid(mid);
  if (link != null) throw notSupported('Another link of a message that is sent is');
  const read = attachments == null ? null : await readAttachments(call, attachments);
  const change = {
    ...{ chatId, messageId },
    ...(text == null ? {} : { ...readText(text, format) }),
    ...(read === null ? {} : await replacedBy(call, { chatId, messageId }, read)),
  };
  await call.call('messages.edit', change).catch(refuseFiles);
}

async function replacedBy(
  { sql, botId }: MaxCall,
  { chatId, messageId }: Pick<Message, 'chatId' | 'messageId'>,
  { attachments, buttons, ...others }: ReadAttachments,
) {
  const [strange] = Object.keys(others);
  if (strange !== undefined) throw notSupported(`A ${strange} brought in by a change is`);
  const [message] = await readGiven(sql, { chatId, messageIds: [messageId], botId });
  const hasFiles = attachments !== undefined || message?.attachments !== undefined;
  return { buttons: buttons ?? null, ...(hasFiles ? { attachments: attachments ?? [] } : {}) };
}

/** A file that is not there is most often one that is still on its way. */
function refuseFiles(error: unknown): never {
  const isFile = error instanceof VecheError && /^attachments\.\d+\.fileId$/.test(error.field ?? '');
  if (isFile && error.code === 'not_found') {
    throw new MaxError(400, 'attachment.not.ready', 'The file of the token is not here, or not yet.');
  }
  if (error instanceof VecheError && error.field === 'replyTo') throw badRequest(`link: ${error.message}`);
  throw error;
}

/** A message of the bot as it stands. */
async function showOwn(call: MaxCall, place: Place, messageId: MessageId) {
  const [message] = await readGiven(call.sql, { chatId: place.chatId, messageIds: [messageId], botId: call.botId });
  if (message === undefined) throw notFound('There is no such message.');
  const [shown] = await show(call, place, [message]);
  if (shown === undefined) throw notFound('There is no such message.');
  return shown;
}

/** Messages of one chat that the bot was given, as the dialect has them. */
export async function show(call: MaxCall, place: Place, messages: readonly Message[]) {
  const { sql, botId, links, webOrigin } = call;
  const { chatId } = place;
  const replies = await readGiven(sql, { chatId, messageIds: messages.flatMap(({ replyTo }) => replyTo ?? []), botId });
  const accounts = await readCorrespondents(sql, [...messages, ...replies].flatMap(namedIn));
  const find = (accountId: AccountId): Account => accounts.get(accountId) ?? { accountId, kind: 'person', name: '' };
  return messages.map((message) => {
    const original = replies.find(({ messageId }) => messageId === message.replyTo);
    return toMessage({
      ...{ message, chat: place, links, webOrigin, accounts: [...accounts.values()] },
      sender: find(message.senderId),
      recipientId: message.senderId === botId ? place.peerId : botId,
      replied: original === undefined ? undefined : { message: original, sender: find(original.senderId) },
    });
  });
}

function namedIn({ senderId, forward, contact, entities = [] }: Message): AccountId[] {
  const mentioned = entities.flatMap((entity) => (entity.kind === 'accountMention' ? entity.accountId : []));
  return [senderId, ...mentioned, ...[forward?.senderId, contact?.accountId].flatMap((id) => id ?? [])];
}
