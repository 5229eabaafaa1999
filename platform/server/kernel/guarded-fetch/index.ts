export { createGuardedFetch, type GuardedFetch, type GuardedRequest, type GuardedResponse } from './guarded-fetch.ts';
export type { FetchFailureReason } from './failure.ts';
