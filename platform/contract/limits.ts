import { z } from 'zod';
import { defineMethod } from './core/define-method.ts';
import { Timestamp } from './core/ids.ts';

/** How far an account is trusted: newcomers and limited accounts, then a day, then a week without trouble. */
export const TrustLevel = z.enum(['new', 'known', 'trusted']);
export type TrustLevel = z.infer<typeof TrustLevel>;

/** What strangers could be bothered with; contacts and people who answered do not count. */
export const BudgetKind = z.enum(['newDirectChats', 'addedPeople', 'joinedChats', 'createdChats', 'calls']);
export type BudgetKind = z.infer<typeof BudgetKind>;

/** How many in a day, by level. */
export const dailyBudgets: Readonly<Record<BudgetKind, Readonly<Record<TrustLevel, number>>>> = {
  newDirectChats: { new: 10, known: 40, trusted: 200 },
  addedPeople: { new: 20, known: 100, trusted: 500 },
  joinedChats: { new: 20, known: 50, trusted: 200 },
  createdChats: { new: 5, known: 20, trusted: 200 },
  calls: { new: 5, known: 20, trusted: 100 },
};

export const get = defineMethod({
  name: 'limits.get',
  summary: 'The limits of every method, and what the caller has left of the budgets that grow with trust.',
  scope: 'public',
  idempotency: 'read',
  input: z.strictObject({}),
  output: z.object({
    methods: z.array(
      z.object({
        name: z.string(),
        /** Calls in a minute of one account; of one address for those who are not signed in. */
        perMinute: z.int(),
        maxBodyBytes: z.int(),
      }),
    ),
    /** Absent for who is not signed in and for bots. */
    own: z
      .object({
        level: TrustLevel,
        /** A moderator has set the account back until then. */
        limitedUntil: Timestamp.optional(),
        budgets: z.array(z.object({ kind: BudgetKind, perDay: z.int(), left: z.int() })),
      })
      .optional(),
  }),
  errors: [],
  perMinute: 60,
});

export const limitMethods = { get };
