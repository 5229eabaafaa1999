import { expect, onTestFinished, test, vi } from 'vitest';
import { untilFirstCall } from './first-call.ts';

const sentence = (seconds: number) => `The program has not called within ${seconds} s: does the program use API_ROOT?`;

test('a program that never calls is warned of after ten seconds, and given up at the limit', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const warnings: string[] = [];
  const waiting = untilFirstCall(new Promise(() => undefined), {
    limitSeconds: 12,
    warn: (line) => warnings.push(line),
  });
  waiting.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(warnings).toEqual([sentence(10)]);
  await vi.advanceTimersByTimeAsync(2000);
  await expect(waiting).rejects.toThrow(sentence(12));
});

test('a program that calls is waited for no longer', async () => {
  const warn = vi.fn();
  await untilFirstCall(Promise.resolve(), { limitSeconds: null, warn });
  expect(warn).not.toHaveBeenCalled();
});
