import { notSupported } from '../max-error.ts';
import type { MaxOperation } from '../operation.ts';

/**
 * Comments stand here in the group that discusses a channel, where a bot hears and writes as in any group; posts and
 * their threads are opened by people alone.
 */
const refuse = (verb: MaxOperation['verb'], path: string): MaxOperation => ({
  ...{ verb, path, uses: [], passesOver: {}, isRefused: true as const },
  run: () => Promise.reject(notSupported('Comments are')),
});

const list = '/messages/{message_id}/comments';

export const comments: readonly MaxOperation[] = [
  refuse('GET', list),
  refuse('POST', list),
  refuse('PUT', list),
  refuse('DELETE', list),
  refuse('GET', `${list}/{comment_id}`),
];
