/** Undoes what a bench began: at its end, on an error, and when somebody interrupts it. */
function createCleanup(): { defer(undo: () => unknown): void; run(): Promise<void> } {
  const undos: (() => unknown)[] = [];
  let running: Promise<void> | undefined;
  const undoAll = async (): Promise<void> => {
    for (let undo = undos.pop(); undo !== undefined; undo = undos.pop()) {
      try {
        await undo();
      } catch (error) {
        console.error('left behind:', error);
      }
    }
  };
  return {
    defer: (undo) => void undos.push(undo),
    run: () => (running ??= undoAll().finally(() => (running = undefined))),
  };
}

/** Runs work with a cleanup that also happens on Ctrl-C, and when whoever started us goes. */
export async function withCleanup<R>(work: (defer: (undo: () => unknown) => void) => Promise<R>): Promise<R> {
  const cleanup = createCleanup();
  const interrupted = (): void => void cleanup.run().then(() => process.exit(130));
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupted);
  process.on('disconnect', interrupted);
  try {
    return await work(cleanup.defer);
  } finally {
    await cleanup.run();
    for (const signal of signals) process.off(signal, interrupted);
    process.off('disconnect', interrupted);
  }
}
