import { BRIDGE_BUDGET, DROPS_PER_STRIKE, STRIKES_TO_END } from '@veche/contract/bridge-light';

/** What to do with one more message: take it, drop it in silence, drop it with a warning, or end the app. */
export type Verdict = 'take' | 'drop' | 'warn' | 'end';

/** Counts the messages of one app. `now` is in milliseconds. */
export function createBudget(now: () => number): { judge(): Verdict; readonly dropped: number } {
  let tokens: number = BRIDGE_BUDGET.burst;
  let at = now();
  let dropped = 0;
  return {
    get dropped() {
      return dropped;
    },
    judge() {
      const moment = now();
      tokens = Math.min(BRIDGE_BUDGET.burst, tokens + ((moment - at) * BRIDGE_BUDGET.perSecond) / 1000);
      at = moment;
      if (tokens === BRIDGE_BUDGET.burst) dropped = 0;
      if (tokens >= 1) {
        tokens -= 1;
        return 'take';
      }
      dropped += 1;
      if (dropped >= DROPS_PER_STRIKE * STRIKES_TO_END) return 'end';
      return dropped === 1 || dropped % DROPS_PER_STRIKE === 0 ? 'warn' : 'drop';
    },
  };
}
