import type { MessageId } from '@veche/contract';

/** The topic that is open, for what is sent without the queue. */
export function topicOf({ topicId }: { readonly topicId?: number | undefined }): { topicId?: MessageId } {
  return topicId === undefined || topicId === 0 ? {} : { topicId: topicId as MessageId };
}
