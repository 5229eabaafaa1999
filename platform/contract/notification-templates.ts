import { z } from 'zod';
import { ShownName } from './core/text.ts';

/** Templates of one app. */
export const MAX_TEMPLATES = 20;

/** Longest text of a notification with its values, in UTF-16 units. */
export const MAX_NOTIFICATION_LENGTH = 500;

/** Longest value in UTF-16 units. */
const MAX_VALUE_LENGTH = 100;

export const TemplateId = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be up to 32 small letters, digits, hyphens');

const ValueName = z.string().regex(/^[a-z][a-zA-Z0-9]{0,31}$/, 'must be a word such as visitDate');

const ValueKind = z.discriminatedUnion('kind', [
  /** One line. */
  z.strictObject({ kind: z.literal('text'), max_length: z.int().min(1).max(MAX_VALUE_LENGTH) }),
  z.strictObject({ kind: z.literal('number') }),
  /** `2027-03-01`, shown as the person writes dates. */
  z.strictObject({ kind: z.literal('date') }),
]);
export type ValueKind = z.infer<typeof ValueKind>;

const Words = ShownName.max(300);
/** Names of the values in a text, each as often as it stands there, as those of an object are compared. */
const namesIn = (text: string): string => namesOf([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!));
const namesOf = (names: readonly string[]): string => [...names].sort().join(' ');

/** What an app may tell a person outside of its window: its words stand here, and `{name}` is where a value comes. */
export const NotificationTemplate = z
  .strictObject({
    id: TemplateId,
    text: z.strictObject({ ru: Words, en: Words }),
    values: z.record(ValueName, ValueKind).default({}),
  })
  .refine(({ text, values }) => [text.ru, text.en].every((one) => namesIn(one) === namesOf(Object.keys(values))), {
    message: 'must have each value once in both texts, and no other',
    path: ['values'],
  });
export type NotificationTemplate = z.infer<typeof NotificationTemplate>;

/** Values as an app gives them, by their names. */
export const TemplateValues = z.record(ValueName, z.union([z.string().max(MAX_VALUE_LENGTH), z.number()]));
