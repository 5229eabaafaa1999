import { type ReadonlySignal, signal } from '@preact/signals-core';

export interface Notice {
  readonly id: number;
  readonly text: string;
  readonly act?: NoticeAct;
}

/** What can be done about a notice; it goes with the press. */
interface NoticeAct {
  readonly label: string;
  run(): void;
}

/** A question that stops the person until it is answered. */
export interface Question {
  readonly title: string;
  readonly text?: string;
  /** Label of the agreeing button. */
  readonly accept: string;
  /** Absent: there is nothing to refuse, only to read. */
  readonly cancel?: string;
  readonly danger?: boolean;
  /** Label of a second way to agree. */
  readonly other?: string;
}

/** Short news at the edge of the screen, and questions in its middle. */
export interface Notices {
  readonly shown: ReadonlySignal<readonly Notice[]>;
  readonly question: ReadonlySignal<Question | null>;
  show(text: string, act?: NoticeAct): void;
  dismiss(id: number): void;
  ask(question: Question): Promise<boolean>;
  /** As `ask`, of a question with two ways to agree; null: neither. */
  choose(question: Question): Promise<'accept' | 'other' | null>;
  /** What was pressed: `accept`, `other`, or anything else for a refusal. */
  answer(pressed: string): void;
}

const showForMs = 6000;
/** What can be acted upon must first be reached. */
const showActForMs = 12_000;

export function createNotices(): Notices {
  const shown = signal<readonly Notice[]>([]);
  const question = signal<Question | null>(null);
  let settle: ((pressed: string) => void) | null = null;
  let lastId = 0;
  const notices: Notices = {
    shown,
    question,
    show(text, act) {
      const id = ++lastId;
      // Saying the same thing twice shows it once, anew.
      shown.value = [...shown.value.filter((notice) => notice.text !== text), { id, text, ...(act && { act }) }].slice(
        -3,
      );
      setTimeout(() => notices.dismiss(id), act === undefined ? showForMs : showActForMs);
    },
    dismiss(id) {
      shown.value = shown.value.filter((notice) => notice.id !== id);
    },
    ask: async (next) => (await notices.choose(next)) === 'accept',
    async choose(next) {
      settle?.('');
      // Of its own, so that the same words asked twice are two questions.
      question.value = { ...next };
      const pressed = await new Promise<string>((resolve) => (settle = resolve));
      return pressed === 'accept' || pressed === 'other' ? pressed : null;
    },
    answer(pressed) {
      question.value = null;
      settle?.(pressed);
      settle = null;
    },
  };
  return notices;
}
