import type { AccountId } from '@veche/contract';
import type { z } from 'zod';

/**
 * What a feature keeps of a person beside the messages in chats: how it is given out, and how it is erased. Whoever
 * stores something under an account says so here; a test looks through all tables after an erasure.
 */
export interface PersonalData {
  /** Key in the export; unique, camelCase. */
  readonly name: string;
  /** Absent when nothing is told beyond what the export has anyway. */
  readonly given?: {
    /** Shape of what `read` answers: part of the published schema of the export. */
    readonly schema: z.ZodType;
    read(accountId: AccountId): Promise<unknown>;
  };
  /** Runs in a job and may be killed: called again, it goes on where it was. */
  erase?(accountId: AccountId, signal: AbortSignal): Promise<void>;
}
