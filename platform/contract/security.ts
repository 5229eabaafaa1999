import { z } from 'zod';

/** What happened to the ways into an account. */
export const SecurityNews = z.enum([
  'signedIn',
  'passkeyAdded',
  'passkeyRenamed',
  'passkeyRemoved',
  'passwordSet',
  'passwordOff',
  'recoveryCodeReplaced',
  'liftAsked',
  'liftCancelled',
  'passwordLifted',
]);
export type SecurityNews = z.infer<typeof SecurityNews>;

export const securityEvents = {
  /** The ways into the account changed, or somebody came in by one; "device": on which. Read anew where they are shown. */
  changed: z.object({ kind: z.literal('security.changed'), what: SecurityNews, device: z.string().optional() }),
};
