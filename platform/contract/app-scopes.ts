import { z } from 'zod';
import { appScopeCatalogue, grantDurations } from './core/app-scope-catalogue.ts';

/** What an app may ask a person for, by its key in the catalogue. */
export const AppScope = z.enum(
  Object.keys(appScopeCatalogue) as [keyof typeof appScopeCatalogue, ...(keyof typeof appScopeCatalogue)[]],
);
export type AppScope = z.infer<typeof AppScope>;

export const GrantDuration = z.enum(grantDurations);
export type GrantDuration = z.infer<typeof GrantDuration>;
