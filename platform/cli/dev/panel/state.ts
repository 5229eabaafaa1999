import type { UpdateDelivery } from '@veche/contract';
import { z } from 'zod';
import { groups, people, type PersonKey, type Place } from '../cast.ts';
import type { AnsweredBotCall } from '../doors.ts';
import type { SwitchedOn } from '../faults/desk.ts';
import { Fault } from '../faults/fault.ts';
import type { AppState } from '../app/app-desk.ts';
import { Look } from './screen.ts';

/** What the page shows. */
export interface PanelState {
  readonly people: readonly { readonly key: PersonKey; readonly name: string }[];
  readonly webUrl: string;
  /** The server's, ISO 8601. */
  readonly now: string;
  readonly faults: readonly SwitchedOn[];
  /** The newest first. */
  readonly calls: readonly AnsweredBotCall[];
  readonly updates: readonly UpdateDelivery[];
  /** How often the program was started. */
  readonly starts: number;
  readonly hasBot: boolean;
  readonly app: AppState | null;
  readonly look: Look;
  readonly line: { readonly latencyMs: number; readonly isCut: boolean };
}

/** The chats of the person in the frame: those that the person is in. */
export type OwnChats = Readonly<Partial<Record<Place, number>>>;

const person = z.enum(people);
const place = z.enum(groups);

/** What the page asks for, by the last part of its path. */
export const inputs = {
  person: z.strictObject({ person }),
  join: z.strictObject({ person, place }),
  leave: z.strictObject({ person, place }),
  clock: z.strictObject({
    minutes: z
      .number()
      .gt(0)
      .max(60 * 24 * 366),
  }),
  fault: z.strictObject({ fault: Fault }),
  heal: z.strictObject({ faultId: z.int().optional() }),
  restart: z.strictObject({}),
  look: Look,
  line: z.strictObject({ latencyMs: z.int().min(0).max(60_000), isCut: z.boolean() }),
  update: z.strictObject({ updateId: z.int().min(1) }),
};
