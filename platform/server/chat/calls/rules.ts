import { type CallOutcome, UNKEPT_SECONDS, VecheError } from '@veche/contract';
import type { CallRow } from './store.ts';

export type CallState = 'ringing' | 'active' | 'ended';

export function stateOf({ answeredAt, endedAt }: Pick<CallRow, 'answeredAt' | 'endedAt'>): CallState {
  if (endedAt !== null) return 'ended';
  return answeredAt === null ? 'ringing' : 'active';
}

/** What becomes of a call that one of the two puts an end to. */
export function outcomeOf(call: Pick<CallRow, 'answeredAt' | 'callerId'>, actorId: number): CallOutcome {
  if (call.answeredAt !== null) return 'answered';
  return actorId === call.callerId ? 'cancelled' : 'declined';
}

/** A call whose time is over: nobody answered, or neither side kept it; then it was over when it was last kept. */
export function overdue({ answeredAt, dueAt }: Pick<CallRow, 'answeredAt' | 'dueAt'>): {
  outcome: CallOutcome;
  endedAt: Date;
} {
  if (answeredAt === null) return { outcome: 'missed', endedAt: dueAt };
  const lastKept = dueAt.getTime() - UNKEPT_SECONDS * 1000;
  return { outcome: 'answered', endedAt: new Date(Math.max(lastKept, answeredAt.getTime())) };
}

/** Whole seconds that the two talked. */
export function secondsOf({ answeredAt }: Pick<CallRow, 'answeredAt'>, outcome: CallOutcome, endedAt: Date): number {
  if (answeredAt === null || outcome !== 'answered') return 0;
  return Math.max(0, Math.round((endedAt.getTime() - answeredAt.getTime()) / 1000));
}

/** Whether the called has done something about the call, so that its record is no news. */
export function isNoticed(outcome: CallOutcome): boolean {
  return outcome === 'answered' || outcome === 'declined';
}

/** Refused alike for calls that do not exist and calls of others: nobody learns which. */
export function noSuchCall(): VecheError {
  return new VecheError('not_found', 'There is no such call of yours.', { field: 'callId' });
}

export function onlyTwoPeople(): VecheError {
  return new VecheError('not_supported', 'Only two people call each other, in their direct chat.', { field: 'chatId' });
}

export function ownBlock(): VecheError {
  return new VecheError('forbidden', 'You have blocked this person: unblock to call.', { field: 'chatId' });
}

/** The other's rule, or a block: which of them is not said. */
export function takesNoCalls(): VecheError {
  return new VecheError('forbidden', 'This person takes no calls from you.', { field: 'chatId' });
}

export function inAnotherCall(): VecheError {
  return new VecheError('conflict', 'You are in a call already.', { field: 'chatId' });
}

export function isOver(): VecheError {
  return new VecheError('conflict', 'The call is over.', { field: 'callId' });
}

export function notAnswered(): VecheError {
  return new VecheError('conflict', 'Nobody has answered the call yet.', { field: 'callId' });
}

export function onAnotherDevice(): VecheError {
  return new VecheError('conflict', 'The call is on another device.', { field: 'callId' });
}

export function onlyTheCalled(): VecheError {
  return new VecheError('forbidden', 'Only who is called answers a call or turns it down.', { field: 'callId' });
}
