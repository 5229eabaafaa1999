import { VecheStartError } from '@veche/server/start-error';

const TOLD_AFTER_MS = 10_000;

/**
 * Resolves as `called` does. Warns of a program that has not called for ten seconds; with a limit, throws
 * VecheStartError at it.
 */
export async function untilFirstCall(
  called: Promise<void>,
  { limitSeconds, warn }: { limitSeconds: number | null; warn: (line: string) => void },
): Promise<void> {
  const sentence = (seconds: number) =>
    `The program has not called within ${seconds} s: does the program use API_ROOT?`;
  const telling = setTimeout(() => warn(sentence(TOLD_AFTER_MS / 1000)), TOLD_AFTER_MS);
  const late = Promise.withResolvers<void>();
  const refuse = () => late.reject(new VecheStartError(sentence(limitSeconds ?? 0)));
  const limit = limitSeconds === null ? undefined : setTimeout(refuse, limitSeconds * 1000);
  try {
    await Promise.race([called, late.promise]);
  } finally {
    clearTimeout(telling);
    clearTimeout(limit);
  }
}
