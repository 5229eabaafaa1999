import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountId, Message } from '@veche/contract';
import { people, type PersonKey, type Place } from '../cast.ts';
import type { FaultDesk } from '../faults/desk.ts';
import { clientId, type Scene } from '../scene.ts';
import { millisecondsOf, type Pattern, type Step, wordsOf } from './steps.ts';

/** What steps act on. */
export interface Stage {
  readonly scene: Scene;
  readonly botId: AccountId;
  readonly desk: FaultDesk;
  readonly clock: { now(): Date; advance(milliseconds: number): Promise<void> };
  restart(): Promise<void>;
}

/** A step that did not go as it should. */
export class FailedStep extends Error {
  constructor(number: number, step: Step, reason: string) {
    super(`Step ${number} failed: ${wordsOf(step)}\n  ${reason}`);
    this.name = 'FailedStep';
  }
}

const LOOK_EVERY_MS = 200;

/** Plays the steps one after another and tells of each that went well. Throws FailedStep. */
export async function runTimeline(
  stage: Stage,
  steps: readonly Step[],
  { told, signal }: { told: (line: string) => void; signal: AbortSignal },
): Promise<void> {
  const play = createPlayer(stage, signal);
  for (const [index, step] of steps.entries()) {
    try {
      await play(step);
    } catch (error) {
      const reason: unknown = signal.aborted ? signal.reason : error;
      throw new FailedStep(index + 1, step, reason instanceof Error ? reason.message : String(reason));
    }
    told(`✓ ${index + 1}. ${wordsOf(step)}`);
  }
}

function createPlayer(
  { scene, botId, desk, clock, restart }: Stage,
  signal: AbortSignal,
): (step: Step) => Promise<void> {
  let last: { person: PersonKey; place: Place } = { person: 'alice', place: 'direct' };
  /** Messages of the bot, as they were when they were last known of. */
  const known = new Map<string, string>();

  const ofBot = async (person: PersonKey, place: Place): Promise<Message[]> =>
    (await scene.messages(person, place)).filter(({ senderId }) => senderId === botId);
  const know = (message: Message) => known.set(keyOf(message), faceOf(message));
  /** What was said before an act is no answer to it. */
  const before = async (person: PersonKey, place: Place): Promise<void> => {
    last = { person, place };
    for (const message of await ofBot(person, place)) know(message);
  };
  /** The same by all who are there: who comes in cannot look yet. */
  const beforeMoving = async (person: PersonKey, place: Place): Promise<void> => {
    last = { person, place };
    const seen = await Promise.allSettled(people.map((one) => ofBot(one, place)));
    for (const one of seen) if (one.status === 'fulfilled') one.value.forEach(know);
  };

  const expect = async (step: Extract<Step, { do: 'expect' }>): Promise<void> => {
    const { person = last.person, place = last.place } = step;
    const deadline = performance.now() + step.within * 1000;
    for (;;) {
      const messages = await ofBot(person, place);
      const fresh = messages.filter((message) => known.get(keyOf(message)) !== faceOf(message));
      const found = fresh.find((message) => fits(message, step));
      if (found !== undefined) return void know(found);
      if (performance.now() >= deadline) {
        const said = fresh.length === 0 ? 'nothing' : fresh.map((message) => `\n    ${inWords(message)}`).join('');
        throw new Error(`Within ${step.within} s the bot said to ${person} (${place}): ${said}`);
      }
      await sleep(LOOK_EVERY_MS, undefined, { signal });
    }
  };

  return async (step) => {
    signal.throwIfAborted();
    switch (step.do) {
      case 'write': {
        const { person, place, text, later } = step;
        await before(person, place);
        if (later === undefined) return scene.writes(person, place, text);
        const at = new Date(clock.now().getTime() + millisecondsOf(later)).toISOString();
        const chatId = await scene.chatOf(person, place);
        return void (await scene.as(person)('scheduled.create', { chatId, clientId: clientId(), at, text }));
      }
      case 'press': {
        await before(step.person, step.place);
        const { answered, text = '' } = await scene.presses(step.person, step.place, step.button);
        if (step.answer === undefined || (answered && matches(text, step.answer))) return;
        throw new Error(answered ? `The bot answered ${JSON.stringify(text)}.` : 'The bot did not answer the press.');
      }
      case 'join':
      case 'leave':
        await beforeMoving(step.person, step.place);
        if (step.do === 'join') await scene.joins(step.person, step.place);
        else await scene.leaves(step.person, step.place);
        return;
      case 'wait':
        return clock.advance(millisecondsOf(step.time));
      case 'expect':
        return expect(step);
      case 'fault':
        desk.add(step.fault);
        return;
      case 'heal':
        return desk.remove();
      case 'restart':
        return restart();
    }
  };
}

const keyOf = ({ chatId, messageId }: Message) => `${chatId}/${messageId}`;

/** What a person sees of a message; another face is another answer. */
function faceOf({ text, buttons, keyboard, attachments, editedAt }: Message): string {
  return JSON.stringify([text, buttons, keyboard, attachments?.map(({ fileId }) => fileId), editedAt]);
}

function buttonsOf({ buttons = [], keyboard }: Message): string[] {
  const keys = keyboard?.kind === 'keys' ? keyboard.rows.flat() : [];
  return [...buttons.flat(), ...keys].map(({ text }) => text);
}

function fits(message: Message, { text, buttons = [], file }: Extract<Step, { do: 'expect' }>): boolean {
  const there = buttonsOf(message);
  return (
    (text === undefined || matches(message.text, text)) &&
    buttons.every((button) => there.includes(button)) &&
    (file === undefined || (message.attachments ?? []).some(({ name }) => matches(name, file)))
  );
}

function matches(text: string, pattern: Pattern): boolean {
  return typeof pattern === 'string' ? text === pattern : text.search(pattern) >= 0;
}

function inWords(message: Message): string {
  const buttons = buttonsOf(message).map((button) => `[${button}]`);
  return [JSON.stringify(message.text), ...buttons].join(' ');
}
