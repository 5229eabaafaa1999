import { isDeepStrictEqual } from 'node:util';
import { VecheError } from '@veche/contract';
import type { MessageFeature } from '../messages/features.ts';

/** What is shown under another's name stays as it was: nobody changes the words of others, and who copied them may not. */
export const forwardFeature: MessageFeature = {
  name: 'forwards',
  checkEdit: (_batch, before, after) => {
    const { forward, imported, viaBot } = before.body ?? {};
    const isOthers = forward !== undefined || imported !== undefined || viaBot !== undefined;
    const isSame = before.text === after.text && isDeepStrictEqual(before.body, after.body);
    return Promise.resolve(
      !isOthers || isSame
        ? null
        : new VecheError('forbidden', 'The words of others are not edited.', { field: 'messageId' }),
    );
  },
};
