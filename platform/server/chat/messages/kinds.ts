import { type MessageBody, VecheError } from '@veche/contract';
import type { Draft } from './draft.ts';
import type { MessageFeature } from './features.ts';

/** Parts that are what a message is: it has one of them at most, and no caption. */
const kinds = ['poll', 'location', 'contact', 'sticker'] as const satisfies (keyof MessageBody)[];

function isOf({ body, unfinished }: Draft, kind: (typeof kinds)[number]): boolean {
  return body?.[kind] !== undefined || unfinished?.[kind as keyof typeof unfinished] !== undefined;
}

/** A poll, a place, a contact card or a sticker stands alone. */
export const kindFeature: MessageFeature = {
  name: 'kinds',
  concerns: (draft) => kinds.some((kind) => isOf(draft, kind)),
  check: (_batch, drafts) =>
    Promise.resolve(
      drafts.map((draft) => {
        const [first, second] = kinds.filter((kind) => isOf(draft, kind));
        const field = second ?? (draft.text === '' ? undefined : 'text');
        return field === undefined
          ? null
          : new VecheError('invalid_input', `${field}: a message with ${first} says nothing else`, { field });
      }),
    ),
  checkEdit: (_batch, before, after) => {
    const kind = kinds.find((name) => before.body?.[name] !== undefined);
    return Promise.resolve(
      kind !== undefined && after.text !== ''
        ? new VecheError('invalid_input', `text: a message with ${kind} says nothing else`, { field: 'text' })
        : null,
    );
  },
};
