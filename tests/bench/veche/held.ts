import type { ServerAnswer } from './orders.ts';

/** Collects garbage, and answers what is left: objects and the buffers that hang on them. */
export function collectGarbage(): ServerAnswer {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return { heldBytes: heapUsed + external };
}
