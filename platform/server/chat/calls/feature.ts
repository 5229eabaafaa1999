import { VecheError } from '@veche/contract';
import type { MessageFeature } from '../messages/features.ts';

/** What the platform says of a call is nobody's to change. */
export const callFeature: MessageFeature = {
  name: 'calls',
  checkEdit: (_batch, before) =>
    Promise.resolve(
      before.body?.call === undefined
        ? null
        : new VecheError('forbidden', 'The record of a call cannot be edited.', { field: 'messageId' }),
    ),
};
