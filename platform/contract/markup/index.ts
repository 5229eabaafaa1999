// The door for pages and for the server alike: texts and their entities, without schemas.
export { checkEntities } from './check-entities.ts';
export { type FormattedText, MAX_ENTITIES } from './formatted-text.ts';
