import { z } from 'zod';
import { PlainText } from './text.ts';

/** What an app is started with: up to 512 of A-Z, a-z, 0-9, `_` and `-`, as in links of the Telegram dialect. */
export const StartParam = z
  .string()
  .max(512)
  .regex(/^[\w-]*$/);

/** Fields of what opens a mini-app by its public name. */
export const appLink = { app: PlainText.max(64), startParam: StartParam.optional() };
