import { checkEntities, type Entity } from '@veche/contract';

/** Signs without which nothing can be found in a text: most messages are plain, and looking costs more than sending. */
const MAY_HOLD_ENTITIES = /[@#/+]|\.[^\s.]|\d\D{0,3}\d\D{0,3}\d/;

/** What a text's parts are, said and found, in the one form that is stored; undefined for plain text. */
export function entitiesOf(text: string, given: readonly Entity[] = []): Entity[] | undefined {
  if (given.length === 0 && !MAY_HOLD_ENTITIES.test(text)) return undefined;
  const entities = checkEntities(text, given);
  return entities.length === 0 ? undefined : entities;
}
