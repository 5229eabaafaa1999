import { z } from 'zod';
import { isKnownMethod } from './method-names.ts';

const which = {
  /** Names as the dialect has them: `messages.send`, `sendMessage`, `POST /messages`. All calls when absent. */
  methods: z
    .array(z.string().refine(isKnownMethod, 'is a method of neither the contract nor a dialect'))
    .min(1)
    .optional(),
  /** How many calls it meets; without it, all until it is taken away. */
  times: z.int().min(1).optional(),
  /** Which part of the calls it meets, spread evenly: 0.5 is every second one. */
  share: z.number().gt(0).max(1).optional(),
};

/** What the doors for bots are to do wrong. Persons' calls are never met. */
export const Fault = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('unauthorized'), ...which }),
  z.strictObject({ kind: z.literal('forbidden'), ...which }),
  z.strictObject({
    kind: z.literal('tooManyRequests'),
    retryAfterSeconds: z.int().min(1).max(3600).default(1),
    ...which,
  }),
  z.strictObject({ kind: z.literal('serverError'), ...which }),
  /** The call is done, after a pause. */
  z.strictObject({ kind: z.literal('slow'), seconds: z.number().gt(0).max(120).default(5), ...which }),
  /** Each update of a poll that brought some comes twice. */
  z.strictObject({ kind: z.literal('duplicateUpdates'), ...which }),
]);
export type Fault = z.infer<typeof Fault>;
