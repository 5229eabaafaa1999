import type { GrantDuration } from '@veche/contract';
import { type ReadonlySignal, type Signal, signal } from '@preact/signals-core';

/** Who wants something of the person, as the platform knows them: never in their own words alone. */
export interface Requester {
  /** What the limit of questions counts by. */
  readonly key: string;
  /** Chooses the tint of the icon. */
  readonly id: number;
  readonly name: string;
  /** Address of its picture. */
  readonly icon?: string | undefined;
  /** The host it runs on, when it has one. */
  readonly host?: string;
  readonly isVerified: boolean;
  /** Who answers for it, when that is another. */
  readonly owner?: string;
}

export type QuestionKind = 'link' | 'permission' | 'consent' | 'share';

/** What the platform asks on somebody's behalf. Texts come from the catalogue, but for `why`. */
export interface PlatformQuestion {
  readonly kind: QuestionKind;
  readonly requester: Requester;
  /** One sentence: what happens if the person agrees. */
  readonly what: string;
  /** The requester's own words on what it is for. */
  readonly why?: string;
  /** What exactly is given, shown or opened. */
  readonly items?: readonly string[];
  /** How long the requester says to keep what it gets, in words. */
  readonly keeps?: string;
  /** How long the agreement holds, in words. */
  readonly until?: string;
  /** The same, where the person chooses: `chosen` has the narrowest at first. */
  readonly durations?: {
    readonly options: readonly (readonly [value: GrantDuration, text: string])[];
    readonly chosen: Signal<GrantDuration>;
  };
}

/**
 * `tooOften`: not shown, the requester has to pause; `late`: nobody answered within a minute; `withdrawn`: who asked is
 * gone.
 */
export type PlatformAnswer = 'accepted' | 'refused' | 'tooOften' | 'late' | 'withdrawn';

export interface AskedQuestion extends PlatformQuestion {
  readonly number: number;
}

/** The questions of the platform: one on the screen at a time, the others wait their turn. */
export interface PlatformQuestions {
  readonly current: ReadonlySignal<AskedQuestion | null>;
  /** `owner`: whoever may withdraw it, such as a window. */
  ask(question: PlatformQuestion, owner: string): Promise<PlatformAnswer>;
  /** Of the present question only: what comes late for one that has gone is nothing. */
  answer(number: number, answer: 'accepted' | 'refused'): void;
  withdraw(owner: string): void;
}

/** Questions a requester may put in a row; then it has to leave the person alone for the pause. */
const QUESTIONS_IN_A_ROW = 3;
export const PAUSE_MS = 2000;
const patienceMs = 60_000;

interface Waiting {
  readonly asked: AskedQuestion;
  readonly owner: string;
  settle(answer: PlatformAnswer): void;
}

export function createPlatformQuestions(now: () => number = () => performance.now()): PlatformQuestions {
  const current = signal<AskedQuestion | null>(null);
  const pauses = new Map<string, { inRow: number; open: number; endedAt: number }>();
  let queue: readonly Waiting[] = [];
  let lastNumber = 0;

  const take = (number: number, answer: PlatformAnswer): void => {
    const waiting = queue.find(({ asked }) => asked.number === number);
    if (waiting === undefined) return;
    queue = queue.filter((one) => one !== waiting);
    current.value = queue[0]?.asked ?? null;
    waiting.settle(answer);
  };

  return {
    current,
    ask(question, owner) {
      const { key } = question.requester;
      const pause = pauses.get(key) ?? { inRow: 0, open: 0, endedAt: -Infinity };
      pauses.set(key, pause);
      if (pause.open === 0 && now() - pause.endedAt >= PAUSE_MS) pause.inRow = 0;
      if (pause.inRow >= QUESTIONS_IN_A_ROW) return Promise.resolve('tooOften');
      pause.inRow += 1;
      pause.open += 1;
      const asked = { ...question, number: (lastNumber += 1) };
      return new Promise((resolve) => {
        const timer = setTimeout(() => take(asked.number, 'late'), patienceMs);
        const settle = (answer: PlatformAnswer): void => {
          clearTimeout(timer);
          pause.open -= 1;
          pause.endedAt = now();
          resolve(answer);
        };
        queue = [...queue, { asked, owner, settle }];
        current.value = queue[0]!.asked;
      });
    },
    answer(number, answer) {
      if (current.peek()?.number === number) take(number, answer);
    },
    withdraw(owner) {
      for (const { asked } of queue.filter((waiting) => waiting.owner === owner)) take(asked.number, 'withdrawn');
    },
  };
}
