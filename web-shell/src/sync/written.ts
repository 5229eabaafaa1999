import type { Message } from '@veche/contract';

/** What a person writes and the queue keeps until it is sent. */
export type Written = Pick<Message, 'text' | 'entities' | 'replyTo' | 'topicId' | 'quote' | 'silent'>;

/** What was written, without what else is known of it. */
export function writtenOf({ text, entities, replyTo, topicId, quote, silent }: Written): Written {
  return {
    text,
    ...(entities && { entities }),
    ...(replyTo && { replyTo }),
    ...(topicId && { topicId }),
    ...(quote && { quote }),
    ...(silent && { silent }),
  };
}
