import { randomUUID } from 'node:crypto';
import { type MessageId, type TopicIcon } from '@veche/contract';
import { badRequest } from '../dialect-error.ts';
import { refusing } from '../errors.ts';
import { TOPIC_COLOUR } from '../message.ts';
import type { DialectCall, DialectMethod } from '../method.ts';
import { findPlace } from '../place.ts';

const MAX_NAME_LENGTH = 128;

/** The dialect's six colours, by what comes nearest to each. */
const colours: Readonly<Record<number, NonNullable<TopicIcon['colour']>>> = {
  [TOPIC_COLOUR]: 'lake',
  0xffd67e: 'ochre',
  0xcb86db: 'plum',
  0x8eee98: 'moss',
  0xff93b2: 'rose',
  0xfb6f5f: 'copper',
};

export const createForumTopic: DialectMethod = {
  name: 'createForumTopic',
  uses: ['chat_id', 'name', 'icon_color'],
  run: async (request) => {
    const { chatId } = await findPlace(request);
    const name = readName(request);
    const icon = request.parameters.integer('icon_color') ?? TOPIC_COLOUR;
    const colour = colours[icon];
    if (colour === undefined) throw badRequest('invalid forum topic icon color specified');
    const { topicId } = await request
      .call('topics.create', { chatId, clientId: randomUUID(), title: name, icon: { colour } })
      .catch(refuse);
    return { message_thread_id: topicId, name, icon_color: icon };
  },
};

export const editForumTopic: DialectMethod = {
  name: 'editForumTopic',
  uses: ['chat_id', 'message_thread_id', 'name'],
  run: async (request) => {
    const target = await findTopic(request);
    const { changed } = await request.call('topics.edit', { ...target, title: readName(request) }).catch(refuse);
    if (!changed) throw badRequest('TOPIC_NOT_MODIFIED');
    return true;
  },
};

export const closeForumTopic: DialectMethod = {
  name: 'closeForumTopic',
  uses: ['chat_id', 'message_thread_id'],
  run: async (request) => {
    const { changed } = await request.call('topics.close', await findTopic(request)).catch(refuse);
    if (!changed) throw badRequest('TOPIC_NOT_MODIFIED');
    return true;
  },
};

export const reopenForumTopic: DialectMethod = {
  name: 'reopenForumTopic',
  uses: ['chat_id', 'message_thread_id'],
  run: async (request) => {
    const { changed } = await request.call('topics.reopen', await findTopic(request)).catch(refuse);
    if (!changed) throw badRequest('TOPIC_NOT_MODIFIED');
    return true;
  },
};

function readName({ parameters }: DialectCall): string {
  const name = (parameters.text('name') ?? '').trim();
  if (name === '') throw badRequest('topic name must be non-empty');
  if (name.length > MAX_NAME_LENGTH) throw badRequest('topic name is too long');
  return name;
}

async function findTopic(request: DialectCall) {
  const { chatId } = await findPlace(request);
  const topicId = request.parameters.integer('message_thread_id') ?? 0;
  if (topicId < 1) throw badRequest('message thread not found');
  return { chatId, topicId: topicId as MessageId };
}

const refuse = refusing({
  forbidden: 'not enough rights to manage topics',
  'not_found:topicId': 'message thread not found',
  conflict: 'the chat is not a forum',
  not_supported: 'the chat is not a forum',
});
