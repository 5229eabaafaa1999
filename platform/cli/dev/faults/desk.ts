import { type BotCall, isNamed } from '../bot-call.ts';
import type { Fault } from './fault.ts';

/** A fault that is switched on, and how many calls it has met. */
export interface SwitchedOn {
  readonly faultId: number;
  readonly fault: Fault;
  readonly met: number;
}

/** The faults that are switched on, the oldest first. */
export interface FaultDesk {
  add(fault: Fault): number;
  /** Takes one away, or all. */
  remove(faultId?: number): void;
  list(): readonly SwitchedOn[];
  /** The first fault of these kinds that meets a call; one that has met its number of calls is taken away. */
  take(call: BotCall, kinds: (kind: Fault['kind']) => boolean): Fault | null;
}

export function createFaultDesk(): FaultDesk {
  let last = 0;
  let faults: { faultId: number; fault: Fault; met: number; due: number }[] = [];
  return {
    add: (fault) => {
      last += 1;
      faults.push({ faultId: last, fault, met: 0, due: 0 });
      return last;
    },
    remove: (faultId) => {
      faults = faultId === undefined ? [] : faults.filter((one) => one.faultId !== faultId);
    },
    list: () => faults.map(({ faultId, fault, met }) => ({ faultId, fault, met })),
    take: (call, kinds) => {
      for (const one of faults) {
        const { methods, share = 1, times = Infinity } = one.fault;
        if (!kinds(one.fault.kind) || methods?.some((name) => isNamed(call, name)) === false) continue;
        // Without chance in it, so that a run can be had again.
        one.due += share;
        if (one.due < 1) continue;
        one.due -= 1;
        one.met += 1;
        if (one.met >= times) faults = faults.filter((other) => other !== one);
        return one.fault;
      }
      return null;
    },
  };
}
