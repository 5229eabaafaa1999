import { checkEntities, MAX_TEXT_LENGTH } from '@veche/contract';
import { badRequest } from './dialect-error.ts';
import type { Parameters } from './parameters.ts';
import { toEntities } from './objects.ts';

/** Reads `text`. Formatting is refused: a message without it would not be the one that was sent. */
export function readText(parameters: Parameters): string {
  const text = parameters.requiredText('text');
  if (text.trim() === '') throw badRequest('message text is empty');
  if (text.length > MAX_TEXT_LENGTH) throw badRequest('message is too long');
  if ((parameters.text('parse_mode') ?? '') !== '') {
    throw badRequest('parse_mode is not supported here yet; send plain text');
  }
  const own = toEntities(checkEntities(text, []));
  const given = (parameters.list('entities') ?? []) as { type: string; offset: number; length: number }[];
  // Entities that the text has by itself may be stated as well.
  const strange = given.find(
    ({ type, offset, length }) =>
      !own.some((entity) => entity.type === type && entity.offset === offset && entity.length === length),
  );
  if (strange !== undefined)
    throw badRequest(`entities of type ${strange.type} are not supported here yet; send plain text`);
  return text;
}
