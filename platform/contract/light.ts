// The door for pages and workers: what of the contract is needed at run time without its schemas.
export { isArchived, isMuted, ownSettingKeys } from './chat-state.ts';
export { appCategories } from './core/app-categories.ts';
export { initials } from './core/initials.ts';
export {
  ACTION_EVERY_SECONDS,
  ACTION_SHOWN_SECONDS,
  BEAT_SECONDS,
  closeCodes,
  MAX_PRESENCES,
  MAX_SHOWN_POSITIONS,
  PROTOCOL_VERSION,
  reachOf,
} from './core/protocol.ts';
export { coverSpoilers } from './markup/cover-spoilers.ts';
export { toldFields } from './core/told-fields.ts';
export { messageStateKeys } from './core/message-state-keys.ts';
export { type ErrorDetails, VecheError } from './core/veche-error.ts';
