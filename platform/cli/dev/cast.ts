import type { SeededServer } from '@veche/server';

export type PersonKey = keyof SeededServer['people'];
export const people = ['alice', 'bob', 'vera', 'galina', 'dmitry'] as const satisfies readonly PersonKey[];

/** Groups: one where all are, and one of Alice and the bot that others may join. */
export const groups = ['yard', 'club'] as const;
export type Group = (typeof groups)[number];

/** A person's direct chat with the bot, or a group. */
export const places = ['direct', ...groups] as const;
export type Place = (typeof places)[number];
