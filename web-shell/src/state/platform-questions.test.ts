import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPlatformQuestions, type PlatformQuestion } from './platform-questions.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const of = (key: string): PlatformQuestion => ({
  kind: 'link',
  requester: { key, id: 1, name: key, isVerified: false },
  what: `Открыть сайт для ${key}?`,
});
const start = () => createPlatformQuestions(() => Date.now());
const shown = ({ current }: ReturnType<typeof start>) => current.value?.requester.key ?? null;

test('one question is shown at a time, the others wait their turn', async () => {
  const questions = start();
  const first = questions.ask(of('Почта'), 'окно 1');
  const second = questions.ask(of('Школа'), 'окно 2');
  expect(shown(questions)).toBe('Почта');
  questions.answer(questions.current.value!.number, 'accepted');
  expect(shown(questions)).toBe('Школа');
  questions.answer(questions.current.value!.number, 'refused');
  expect(shown(questions)).toBeNull();
  expect([await first, await second]).toEqual(['accepted', 'refused']);
});

test('a press meant for the question before does not answer the next one', () => {
  const questions = start();
  void questions.ask(of('Почта'), 'окно 1');
  void questions.ask(of('Школа'), 'окно 2');
  const { number } = questions.current.value!;
  questions.answer(number, 'refused');
  questions.answer(number, 'accepted');
  expect(shown(questions)).toBe('Школа');
});

test('after three in a row a requester has to pause; others are not held up by it', async () => {
  const questions = start();
  for (let count = 0; count < 3; count++) {
    const asked = questions.ask(of('Почта'), 'окно 1');
    questions.answer(questions.current.value!.number, 'refused');
    expect(await asked).toBe('refused');
  }
  expect(await questions.ask(of('Почта'), 'окно 1')).toBe('tooOften');
  void questions.ask(of('Школа'), 'окно 2');
  expect(shown(questions)).toBe('Школа');
  questions.answer(questions.current.value!.number, 'refused');
  vi.advanceTimersByTime(1999);
  expect(await questions.ask(of('Почта'), 'окно 1')).toBe('tooOften');
  vi.advanceTimersByTime(1);
  void questions.ask(of('Почта'), 'окно 1');
  expect(shown(questions)).toBe('Почта');
});

test('questions that wait count as well: a fourth is refused while three are open', async () => {
  const questions = start();
  for (let count = 0; count < 3; count++) void questions.ask(of('Почта'), 'окно 1');
  vi.advanceTimersByTime(5000);
  expect(await questions.ask(of('Почта'), 'окно 1')).toBe('tooOften');
});

test('a question nobody answers goes away after a minute', async () => {
  const questions = start();
  const asked = questions.ask(of('Почта'), 'окно 1');
  vi.advanceTimersByTime(60_000);
  expect(await asked).toBe('late');
  expect(shown(questions)).toBeNull();
});

test('what is asked goes with who asked it', async () => {
  const questions = start();
  const first = questions.ask(of('Почта'), 'окно 1');
  const second = questions.ask(of('Почта'), 'окно 2');
  const third = questions.ask(of('Почта'), 'окно 1');
  questions.withdraw('окно 1');
  expect([await first, await third]).toEqual(['withdrawn', 'withdrawn']);
  questions.answer(questions.current.value!.number, 'accepted');
  expect(await second).toBe('accepted');
});
