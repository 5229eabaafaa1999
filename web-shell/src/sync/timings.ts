import { BEAT_SECONDS } from '@veche/contract/light';
import type { Timings } from './ports.ts';

/** Milliseconds, as people have them; tests have shorter ones. */
export const defaultTimings: Timings = {
  answer: 15_000,
  silence: BEAT_SECONDS * 2500,
  gap: 300,
  reconnect: 5000,
  reconnectLimit: 60_000,
  retry: 2000,
  peek: 4000,
  draft: 2000,
  read: 1000,
};
