import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { ChatId, MessageId, Timestamp } from './core/ids.ts';

/** How long a live location may be told. */
export const LIVE_SECONDS = { least: 60, most: 28_800 };

const position = {
  /** Degrees. */
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  /** Radius within which the sender is, in metres. */
  accuracyMetres: z.number().min(0).max(100_000).optional(),
};

/** A place as a message shows it. A live one follows its sender until `until`; the positions before are not kept. */
export const Location = z.object({ ...position, live: z.object({ until: Timestamp, movedAt: Timestamp }).optional() });
export type Location = z.infer<typeof Location>;

/** A place as it is sent. */
export const NewLocation = z.strictObject({
  ...position,
  live: z.strictObject({ seconds: z.int().min(LIVE_SECONDS.least).max(LIVE_SECONDS.most) }).optional(),
});
export type NewLocation = z.infer<typeof NewLocation>;

const target = { chatId: ChatId, messageId: MessageId };

export const move = defineMethod({
  name: 'locations.move',
  summary: 'Tells where one is now, in an own live location.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject({ ...target, ...position }),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found', 'conflict'],
  perMinute: 60,
});

export const stop = defineMethod({
  name: 'locations.stop',
  summary: 'Ends an own live location before its time.',
  scope: 'messages:write',
  idempotency: 'natural',
  input: z.strictObject(target),
  output: z.object({ changed: z.boolean() }),
  errors: ['not_found'],
});

export const locationMethods = { move, stop };
