import { checkEntities, type Entity } from '@veche/contract';

/** What a text's parts are, in the one form that is stored; undefined for plain text. */
export function entitiesOf(text: string, given: readonly Entity[] | undefined): Entity[] | undefined {
  if (given === undefined || given.length === 0) return undefined;
  const entities = checkEntities(text, given);
  return entities.length === 0 ? undefined : entities;
}
