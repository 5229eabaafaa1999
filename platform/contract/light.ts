// The door for pages and workers: what of the contract is needed at run time without its schemas.
export { BEAT_SECONDS, closeCodes, PROTOCOL_VERSION } from './core/protocol.ts';
export { type ErrorDetails, VecheError } from './core/veche-error.ts';
