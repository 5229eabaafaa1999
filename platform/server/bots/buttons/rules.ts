import { type Buttons, VecheError } from '@veche/contract';

/** Seconds in which a bot may answer a press. */
export const ANSWER_SECONDS = 60;
/** Seconds a person's client waits for the answer. */
export const WAIT_SECONDS = 10;

/** Whether a callback button with this data stands under a message. */
export function hasButton(buttons: Buttons | null, data: string): boolean {
  return (buttons ?? []).flat().some(({ action }) => action.kind === 'callback' && action.data === data);
}

export function noSuchButton(): VecheError {
  return new VecheError('not_found', 'There is no such button on this message.', { field: 'data' });
}

/** Refused alike for presses that are too old, of other bots, and never made. */
export function tooLate(): VecheError {
  return new VecheError('expired', 'This press is too old, or there was none of this id.', { field: 'callbackId' });
}
