import { performance } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LOOK_EVERY_MS = 10_000;
/** Of the time between two looks: a server that does less is taken for quiet. */
const QUIET_SHARE = 0.05;
/** What is worth a collection, which stops everything for a few hundred milliseconds. */
const WORTH_BYTES = 32 * 1024 ** 2;

/** What a look sees. */
export interface MemoryLook {
  /** Share of the time since the look before that the event loop was busy, 0 to 1. */
  readonly busyShare: number;
  readonly residentBytes: number;
}

/**
 * Decides at each look whether memory should be given back: the server is quiet, and has started or grown since it was
 * done last. `gaveBack` tells what is left afterwards.
 */
export function createMemoryWatch() {
  let least = 0;
  return {
    isDue({ busyShare, residentBytes }: MemoryLook): boolean {
      least = Math.min(least, residentBytes);
      return busyShare < QUIET_SHARE && residentBytes - least > WORTH_BYTES;
    },
    gaveBack(residentBytes: number): void {
      least = residentBytes;
    },
  };
}

/**
 * A rush of connections fills pages with garbage, and V8 keeps the pages when the garbage is gone: ten thousand silent
 * sockets would hold three times what they need. In a quiet moment after one, they are given back to the system.
 * Answers how to stop.
 */
export function giveMemoryBack(): () => void {
  const watch = createMemoryWatch();
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const now = performance.eventLoopUtilization();
    const { utilization: busyShare } = performance.eventLoopUtilization(now, before);
    before = now;
    if (!watch.isDue({ busyShare, residentBytes: process.memoryUsage.rss() })) return;
    collectAll();
    watch.gaveBack(process.memoryUsage.rss());
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** The collection that V8 makes before it would run out of memory: it alone gives all pages back. */
export function collectAll(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as NodeJS.GCFunction;
  setFlagsFromString('--no-expose-gc');
  collect({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}
